"""The words of the model cards."""

from __future__ import annotations

DIARY_DATA = (
    "Diaries of 42 days of 16 000 simulated people to learn from and 6 000 others to test with "
    "(`models/training/tabular/diaries.py`): each person has a usual mood, energy, sleep, a hand with medication and so on, goes "
    "through low, elevated and mixed phases, and writes only part of it down (about four days of five, fewer in low phases; 3 % of the "
    "questions are passed over). The outcome follows from the *complete* diary by the formula in `outcomes.py` and chance; the model "
    "sees only what was written down. Features are built by the `from` sections of `model.yaml`, the same lines that the server reads, "
    "and a test of the server compares its features with those of training."
)
DIARY_LIMITS = (
    "Everything above holds for the simulation alone. The formula was made up to be plausible and easy to check; its numbers were "
    "not estimated from anybody. Real diaries differ in every respect that matters: who writes, when, why they stop, and what "
    "follows from it. A model for real people needs real data, ethical approval, a clinical evaluation, and in most countries the "
    "admission of a medical device."
)
DIARY_SAMPLES = (
    "`samples/check-ins-row.json` and `samples/person-*.json` are rows as requests have them, all simulated; `golden/` holds what the "
    "model answers to them, and a version that answers otherwise is not served. The diary behind the first one is "
    "`models/mood-state/samples/check-ins.json`."
)
ATTENUATION = (
    "Where the two differ: gaps in the diary blur what the model sees, which makes most effects smaller, and features that go "
    "together share theirs, which moves some of it from one to another."
)

WORDS = {
    "mood-state": {
        "what": "Names the mood state (low, stable, elevated, mixed) that one or two weeks of check-ins point to.",
        "export": "`onnxmltools.convert_lightgbm` with its ZipMap, float32 [rows, 8]; missing values are NaN",
        "output": "label and chances of the four states",
        "data": DIARY_DATA,
        "effect_of": "the chance of each state",
        "effects": ATTENUATION,
        "limits": DIARY_LIMITS,
        "samples": DIARY_SAMPLES,
    },
    "relapse-risk": {
        "what": "Estimates the chance of a relapse within two weeks from check-ins.",
        "export": "`onnxmltools.convert_xgboost`, float32 [rows, 8]; missing values are NaN",
        "output": "label and chances of `stays_well` and `relapse`",
        "data": DIARY_DATA,
        "effect_of": "the chance of a relapse",
        "effects": ATTENUATION + " `check_ins` has no effect of its own in the simulation, and the model may use it only as far as low phases make people write less.",
        "limits": DIARY_LIMITS,
        "samples": DIARY_SAMPLES,
    },
    "adherence": {
        "what": "Estimates whether the medication will be taken on at least six of the next seven days.",
        "export": "`skl2onnx.to_onnx`, one input [rows, 1] for each column, two of them texts; no ZipMap",
        "output": "label and chances of `misses_doses` and `keeps_to_it`",
        "data": DIARY_DATA,
        "effect_of": "the chance that it is taken",
        "effects": ATTENUATION + " A logistic regression cannot learn more than straight lines on the logit; here the truth is one, but for what nobody sees.",
        "limits": DIARY_LIMITS,
        "samples": DIARY_SAMPLES,
    },
    "sleep-quality": {
        "what": "Estimates the quality of the next night's sleep on a scale of 0 to 100 from check-ins.",
        "export": "`skl2onnx.to_onnx`, a regression, float32 [rows, 8]",
        "output": "`sleep_quality`, 0 to 100 points",
        "data": DIARY_DATA,
        "effect_of": "the score in points",
        "effects": ATTENUATION,
        "limits": DIARY_LIMITS,
        "samples": DIARY_SAMPLES,
    },
    "skill-weakness": {
        "what": "Says which of six skills of a football player is furthest behind what the position asks for; each label carries training to go with it.",
        "export": "`skl2onnx.to_onnx`, one input [rows, 1] for each column, one of them a text; with its ZipMap",
        "output": "label and chances of the six skills; `recommendation` is the training",
        "data": (
            "Test results of 16 000 simulated players to learn from and 6 000 others to test with (`models/training/tabular/battery.py`): "
            "six skills that go together (correlation 0.45), a test for each that measures it with an error of 0.35 standard "
            "deviations, and four positions that ask for different things. Which skill coaches would call the weakness follows from how far each *true* skill "
            "is behind the demand of the position, and chance."
        ),
        "effect_of": "the chance that a skill is called the weakness",
        "effects": "A test measures its skill with some error, so the learned effects are a little smaller than those of the skill itself. The step of `position` changes what is asked for, not the player.",
        "limits": (
            "Everything above holds for the simulation alone. Demands, scales and errors are made up to be plausible; no player, club or study stands behind "
            "them. The texts of the recommendations are common exercises, not a plan for anybody; pain, age and load decide what is right. It knows nothing of "
            "girls', boys' or para football, whose norms differ."
        ),
        "samples": "`samples/player-*.json` are rows as requests have them, all simulated; `golden/` holds what the model answers to them, and a version that answers otherwise is not served.",
    },
}
