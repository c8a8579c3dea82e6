import type { CatalogueEntry } from './catalogue-entry.js';

const FSANET = {
  repository: 'omasaht/headpose-fsanet-pytorch',
  commit: '002549c981b607f722e0810d999afcde7e5aaa66',
} as const;
const YOLOX = { repository: 'Kazuhito00/YOLOX-ONNX-TFLite-Sample', commit: '3d4f1119d0' } as const;

const POSE = `# A face, cut out with a little room, in the order of its makers: BGR, (x - 127.5) / 128.
task: image-regression
input: { color: BGR, scale: 1, mean: 127.5, std: 128, fit: stretch }
output: { names: [yaw, pitch, roll], unit: degrees, range: [-99, 99] }
`;

/** Every model that `sibyl pull` knows. Each answers as its makers' own code does: test/catalogue-models.e2e-spec.ts. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    name: 'yolox-nano',
    summary: 'Finds the 80 kinds of things of COCO in a picture, quickly',
    licence: 'Apache-2.0',
    author: 'Megvii; ONNX file by Kazuhito Takahashi',
    home: 'https://github.com/Megvii-BaseDetection/YOLOX',
    requires: [],
    files: [
      {
        ...YOLOX,
        target: '1/model.onnx',
        path: 'model/yolox_nano.onnx',
        bytes: 3_660_092,
        sha256: '695e750a5d5754bb5a8d5325643b59282191a7e7a564e435a415fd3c578eab14',
      },
      {
        ...YOLOX,
        target: 'labels.txt',
        path: 'coco_classes.txt',
        bytes: 625,
        sha256: '634a1132eb33f8091d60f2c346ababe8b905ae08387037aed883953b7329af84',
      },
    ],
    manifest: `task: object-detection\nlabels: labels.txt\noutput: { decoder: yolox, score_threshold: 0.3 }\n`,
    sample: 'scene',
  },
  {
    name: 'ultraface-rfb-320',
    summary: 'Finds faces, in a model of 1.3 MB',
    licence: 'MIT',
    author: 'Linzaer',
    home: 'https://github.com/Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB',
    requires: [],
    files: [
      {
        target: '1/model.onnx',
        repository: 'Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB',
        commit: 'dffdddda9794a50607cba8f318507a28c1c27cab',
        path: 'models/onnx/version-RFB-320.onnx',
        bytes: 1_270_727,
        sha256: '34cd7e60aeff28744c657de7a3dc64e872d506741de66987f3426f2b79f88017',
      },
    ],
    manifest: `task: object-detection\noutput: { decoder: ultraface, score_threshold: 0.7 }\n`,
    sample: 'scene',
  },
  {
    name: 'yunet',
    summary: 'Finds faces with eyes, nose and corners of the mouth, in a model of 0.3 MB',
    licence: 'Apache-2.0',
    author: 'Shiqi Yu and others (libfacedetection)',
    home: 'https://github.com/ShiqiYu/libfacedetection.train',
    requires: [],
    files: [
      {
        target: '1/model.onnx',
        repository: 'ShiqiYu/libfacedetection.train',
        commit: '0047ac24af',
        path: 'onnx/yunet_n_320_320.onnx',
        bytes: 317_434,
        sha256: '81dbde155e982455488235acb8ec2dec5d647edf7cf7080d33e4abb69b93a0d2',
      },
    ],
    manifest: `task: object-detection\noutput: { decoder: yunet, score_threshold: 0.5 }\n`,
    sample: 'scene',
  },
  {
    name: 'fsanet-1x1',
    summary: 'Yaw, pitch and roll of a head from a picture of the face alone; best together with fsanet-var',
    licence: 'MIT',
    author: 'Omar Hassan',
    home: 'https://github.com/omasaht/headpose-fsanet-pytorch',
    requires: [],
    files: [
      {
        ...FSANET,
        target: '1/model.onnx',
        path: 'pretrained/fsanet-1x1-iter-688590.onnx',
        bytes: 1_247_488,
        sha256: 'd85e90cb4b9d3a87e81bbfdcfcd130cbe0e175407042e439a570aa396c44eda6',
      },
    ],
    manifest: POSE,
    sample: 'scene',
  },
  {
    name: 'fsanet-var',
    summary: 'The other half of the head pose; best together with fsanet-1x1',
    licence: 'MIT',
    author: 'Omar Hassan',
    home: 'https://github.com/omasaht/headpose-fsanet-pytorch',
    requires: [],
    files: [
      {
        ...FSANET,
        target: '1/model.onnx',
        path: 'pretrained/fsanet-var-iter-688590.onnx',
        bytes: 1_246_963,
        sha256: '2877b1db98e3dc66468e90df8db4a21059facd1c3f107af91c6d4fe6476a03e1',
      },
    ],
    manifest: POSE,
    sample: 'scene',
  },
  {
    name: 'head-pose',
    summary:
      'Yaw, pitch and roll of the surest face in a picture: both FSA-Nets on what ultraface-rfb-320 finds',
    licence: 'MIT',
    author: 'a manifest of this project over models of Linzaer and Omar Hassan',
    home: 'https://github.com/omasaht/headpose-fsanet-pytorch',
    requires: ['ultraface-rfb-320', 'fsanet-1x1', 'fsanet-var'],
    files: [],
    manifest: `# No model of its own: the average of two, on the face that a third one finds.
ensemble: { combine: average, members: [{ model: fsanet-1x1 }, { model: fsanet-var }] }
region: { model: ultraface-rfb-320, label: face, select: best }
`,
    sample: null,
  },
  {
    name: 'mnist',
    summary: 'Reads one handwritten digit, white on black',
    licence: 'MIT',
    author: 'Microsoft (onnxruntime)',
    home: 'https://github.com/microsoft/onnxruntime',
    requires: [],
    files: [
      {
        target: '1/model.onnx',
        repository: 'onnxruntime/onnxruntime-qnn',
        commit: 'cee6c0d91e',
        path: 'onnxruntime/test/testdata/mnist.onnx',
        bytes: 26_454,
        sha256: '2f06e72de813a8635c9bc0397ac447a601bdbfa7df4bebc278723b958831c9bf',
      },
    ],
    manifest: `task: image-classification
input: { scale: 1, mean: 0, std: 1 }
labels: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
`,
    sample: 'digit',
  },
];
