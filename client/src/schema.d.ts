// Generated from openapi.json by `npm run openapi`: change the controllers and their DTOs instead.

export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers at all. Asks nothing else, so a failure means: restart it. */
        get: operations["Health_live[0]"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/deep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs every ready model on its warm-up input, which has to be answered as at load, and on its golden samples; at most
         *     once in 10 seconds. A model that fails a sample serves no longer.
         */
        get: operations["Health_deep"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers at all. Asks nothing else, so a failure means: restart it. */
        get: operations["Health_live[1]"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether requests should be sent here: the required models answer and the server is not stopping. The database, Redis
         *     or the store of uploads being away makes it `degraded`, which is still 200.
         */
        get: operations["Health_ready[0]"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/startup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 200 for good once every model of the start has been tried; holds the other probes back until then. */
        get: operations["Health_startup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics for Prometheus
         * @description Counters, histograms and gauges in the text format of Prometheus, version 0.0.4.
         */
        get: operations["Metrics_scrape"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether requests should be sent here: the required models answer and the server is not stopping. The database, Redis
         *     or the store of uploads being away makes it `degraded`, which is still 200.
         */
        get: operations["Health_ready[1]"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schemas/model.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** JSON Schema (2020-12) of model.yaml, so that editors complete and check a manifest. */
        get: operations["ManifestSchema_model"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every model of the model folder with its state, and what was skipped and why. */
        get: operations["Models_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a model is: tensors, labels, and each value of its manifest with where it comes from. */
        get: operations["Models_info"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/accuracy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How right the versions of a model are, as far as people told. */
        get: operations["Feedback_accuracy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/aliases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets all aliases at once. */
        put: operations["RoutingAdmin_putAliases"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/aliases/{alias}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets one alias, or moves it: the version it names answers once it is loaded and fit. */
        put: operations["RoutingAdmin_putAlias"];
        post?: never;
        /** Removes an alias that neither traffic nor shadow uses. */
        delete: operations["RoutingAdmin_removeAlias"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/cache": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a model's answers out of the cache. Other instances may give one from their memory for 30 more seconds. */
        delete: operations["CachedAnswers_erase"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/cache/warm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs the model's most frequent inputs of the last day through the versions that answer now, when nobody needs them. */
        post: operations["Warming_warm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/disagreement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How canaries and shadows compare with the baseline: counts, rates and the last differences, of this instance. */
        get: operations["Routing_disagreement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/load": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Loads a model that is new in the model folder, was unloaded, or has failed. Answers when it is ready. */
        post: operations["ModelAdmin_load"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Predicts with the model's newest served version. */
        post: operations["Predict_predict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/predict/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Predicts on many inputs with the model's newest served version. */
        post: operations["Batch_predictBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/predict/video": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Predicts on frames of a video with the model's newest served version. */
        post: operations["Video_predictVideo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/reload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Looks at the model's files again. What is new starts beside what serves, and takes over without a gap once it is
         *     ready; when it cannot, what served before goes on and the error says why.
         */
        post: operations["ModelAdmin_reload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings back the state before the last change, or that of a revision. */
        post: operations["RoutingAdmin_rollBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the requests of a model go: aliases, traffic, shadow, and who changed them last. */
        get: operations["Routing_routing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/routing/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed what, and when. */
        get: operations["RoutingAdmin_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pictures, videos and rows that lie beside a model to try it with: JSON ones are bodies for `predict`. */
        get: operations["Samples_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/samples/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them. */
        get: operations["Samples_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/shadow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Asks a version beside the one that answers; its answers are recorded and compared, never returned. */
        put: operations["RoutingAdmin_putShadow"];
        post?: never;
        /** Asks no version beside the one that answers any more. */
        delete: operations["RoutingAdmin_removeShadow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a model does now: processes, queue, database pool, cache. */
        get: operations["Models_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/traffic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Shares the requests that name no version out among versions and aliases. */
        put: operations["RoutingAdmin_putTraffic"];
        post?: never;
        /** Sends all requests that name no version to the alias `production`, or to the newest version. */
        delete: operations["RoutingAdmin_removeTraffic"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/unload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finishes what the model is asked already, ends its processes and returns their memory. */
        post: operations["ModelAdmin_unload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions/{version}/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Predicts with one version of the model. */
        post: operations["Predict_predictWithVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions/{version}/predict/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Predicts on many inputs with one version of the model. */
        post: operations["Batch_predictBatchWithVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions/{version}/predict/video": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Predicts on frames of a video with one version of the model. */
        post: operations["Video_predictVideoWithVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recorded predictions, newest first, page by page. */
        get: operations["Predictions_find"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/predictions/{prediction_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One recorded prediction. */
        get: operations["Predictions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/predictions/{prediction_id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every opinion on a prediction, newest first. */
        get: operations["Feedback_list"];
        put?: never;
        /** Tells whether a prediction was right, or what would have been. Saying the same twice is saying it once. */
        post: operations["Feedback_give"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/predictions/{prediction_id}/input": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a prediction was made from, where its model keeps that: the picture as it was sent, or the JSON of a request. */
        get: operations["Predictions_input"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/predictions/{prediction_id}/result-image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The answer of a prediction drawn on its picture, where its model keeps that. */
        get: operations["Predictions_resultImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/predictions/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every recorded prediction that fits, newest first, as a file. What comes meanwhile is not in it. */
        get: operations["Predictions_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest replays. */
        get: operations["Replays_list"];
        put?: never;
        /** Queues a replay: it runs when nobody else needs the machine, and goes on after a restart. */
        post: operations["Replays_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replays/{replay_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a replay is, and what has changed so far. */
        get: operations["Replays_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replays/{replay_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a replay; what it has found stays. One that is over stays as it is. */
        post: operations["Replays_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sessions, newest first, page by page. */
        get: operations["Sessions_list"];
        put?: never;
        /** Makes a session. */
        post: operations["Sessions_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One session with what has been seen in it so far. */
        get: operations["Sessions_get"];
        put?: never;
        post?: never;
        /** Forgets a session. Its predictions stay in the history. */
        delete: operations["Sessions_remove"];
        options?: never;
        head?: never;
        /** Replaces the metadata of a session that lives. */
        patch: operations["Sessions_update"];
        trace?: never;
    };
    "/v1/sessions/{session_id}/detect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Looks at a picture, or several, in a session: as POST /v1/models/{model}/predict, recorded with the session, which
         *     lives on for its time to live.
         */
        post: operations["SessionDetect_detect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a session; its summary is final. */
        post: operations["Sessions_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Server-sent events of a session: `session` (its state, at first), `prediction`, `track_entered`, `track_left`, `status`, and
         *     `missed` where something cannot be told any more. Ends after the session.
         */
        get: operations["SessionEvents_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Predictions made in a session, newest first, page by page. */
        get: operations["Sessions_predictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A WebSocket that takes frames and answers what is on them. Binary messages are pictures (JPEG, PNG, WebP); a text message before
         *     one may say `{"frame", "captured_at", "options"}` of it. Answers are JSON texts with a `type`: `prediction`, `dropped` (a newer
         *     frame came), `error`, `status`. One frame is looked at at a time.
         */
        get: operations["SessionStream_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/tracks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Things that were followed over the pictures of a session, in the order in which they came in. */
        get: operations["Sessions_listTracks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subjects/{subject_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Erases the subject: its records, cached answers and predictions. */
        delete: operations["Subjects_erase"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subjects/{subject_id}/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What every model, or those that are named, say of the latest records; kept until a record changes. */
        get: operations["Subjects_predictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subjects/{subject_id}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records, newest day first, page by page. */
        get: operations["Subjects_records"];
        /** Stores a record, or several: each takes the place of what there was of its day, so that sending it again changes nothing. */
        put: operations["Subjects_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the server is, and which extensions of the protocol it has. */
        get: operations["OpenInference_server"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers at all. */
        get: operations["OpenInferenceHealth_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the required models answer and the server is not stopping: 200, or 503. */
        get: operations["OpenInferenceHealth_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of the models. */
        get: operations["OpenInference_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tensors of a model's newest ready version. */
        get: operations["OpenInference_metadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The configuration of a model as Triton's tools read it. */
        get: operations["OpenInference_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs a model's newest ready version on tensors, or on picture files. */
        post: operations["Infer_infer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the model takes requests: 200, or 503 with the reason. */
        get: operations["OpenInference_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the versions of a model have done since they were loaded. */
        get: operations["OpenInference_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tensors of one version. */
        get: operations["OpenInference_versionMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The configuration of one version. */
        get: operations["OpenInference_versionConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs one version on tensors, or on picture files. */
        post: operations["Infer_inferWithVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether one version takes requests: 200, or 503 with the reason. */
        get: operations["OpenInference_versionReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one version has done since it was loaded. */
        get: operations["OpenInference_versionStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What every version of every model has done since it was loaded. */
        get: operations["OpenInference_allStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/repository/index": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Every version of every model with its state; the body may be empty. */
        post: operations["Repository_index"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/repository/models/{model}/load": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Loads a model; what has changed in the folder of a ready one takes over without a gap. */
        post: operations["Repository_load"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/repository/models/{model}/unload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finishes what a model has begun and returns its memory; it stays unloaded until it is loaded again. */
        post: operations["Repository_unload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccuracyDto: {
            /**
             * @description The model.
             * @example hazard-detector
             */
            model: string;
            /** @description Versions with feedback. */
            versions: components["schemas"]["VersionAccuracyDto"][];
        };
        AccuracyIntervalDto: {
            /** @description Greatest, 0-1. */
            high: number;
            /**
             * @description How sure it is that the truth lies between them.
             * @example 0.95
             */
            level: number;
            /** @description Least, 0-1. */
            low: number;
        };
        BatchFormDto: {
            /** @description Whether a box may suppress an overlapping box of another label. */
            class_agnostic?: boolean;
            /** @description JPEG, PNG or WebP pictures, behind all other fields; at most MAX_BATCH_FILES. */
            file: Blob[];
            /**
             * @description Overlap (intersection over union), 0-1, above which the weaker of two boxes is dropped.
             * @example 0.45
             */
            iou_threshold?: number;
            /** @description Only boxes with these labels; in a form: names separated by commas. */
            labels?: string[];
            /** @description Whether every box has its mask, for a model that has masks. The model's own choice when absent. */
            masks?: boolean;
            /**
             * @description Most boxes in the answer.
             * @example 100
             */
            max_detections?: number;
            /**
             * @description Least score of a class, 0-1, for a model whose classes do not exclude each other. The model's own when absent.
             * @example 0.5
             */
            score_threshold?: number;
            /**
             * @description How many classes to answer, best first.
             * @example 5
             */
            top_k?: number;
        };
        BatchJsonDto: {
            /** @description Whether a box may suppress an overlapping box of another label. */
            class_agnostic?: boolean;
            /** @description Pictures as base64, plain, URL-safe or as data URLs; at most MAX_BATCH_FILES. */
            images?: string[];
            /**
             * @description Overlap (intersection over union), 0-1, above which the weaker of two boxes is dropped.
             * @example 0.45
             */
            iou_threshold?: number;
            /** @description Only boxes with these labels; in a form: names separated by commas. */
            labels?: string[];
            /** @description Whether every box has its mask, for a model that has masks. The model's own choice when absent. */
            masks?: boolean;
            /**
             * @description Most boxes in the answer.
             * @example 100
             */
            max_detections?: number;
            /** @description Rows, by feature name or as arrays in the order of the features; at most MAX_BATCH_ROWS. */
            rows?: ({
                [key: string]: unknown;
            } | unknown[])[];
            /**
             * @description Least score of a class, 0-1, for a model whose classes do not exclude each other. The model's own when absent.
             * @example 0.5
             */
            score_threshold?: number;
            /**
             * @description How many classes to answer, best first.
             * @example 5
             */
            top_k?: number;
        };
        BatchStatisticsDto: {
            /** @description Items that ran together. */
            batch_size: number;
            /** @description Running the model. */
            compute_infer: components["schemas"]["DurationDto"];
            /** @description Decoding and preprocessing. */
            compute_input: components["schemas"]["DurationDto"];
            /** @description Postprocessing. */
            compute_output: components["schemas"]["DurationDto"];
        };
        BoxDto: {
            /** @example 504.7 */
            height: number;
            /** @example 164.9 */
            width: number;
            /**
             * @description Left edge.
             * @example 50.6
             */
            x: number;
            /**
             * @description Top edge.
             * @example 393.7
             */
            y: number;
        };
        CacheStatusDto: {
            /**
             * @description `up`, or `down` while Redis is away: predictions go on uncached.
             * @example up
             */
            state: string;
            /**
             * @description `redis` (with a little memory in front) or `memory`.
             * @example memory
             */
            store: string;
        };
        ChangedPredictionDto: {
            /** @description Result of the version that looked again. */
            after: {
                [key: string]: unknown;
            } | null;
            /** @description Result of the history; null when it has been dropped meanwhile. */
            before: {
                [key: string]: unknown;
            } | null;
            /** @description The prediction that was made again. */
            prediction_id: string;
            /** @description New minus old score. */
            score_shift: number | null;
        };
        ChannelStatisticsDto: {
            /** @enum {string} */
            channel: "red" | "green" | "blue" | "gray";
            /** @example 2.64 */
            max: number;
            /** @example 0.3123 */
            mean: number;
            /** @example -2.1179 */
            min: number;
            /**
             * @description Population deviation.
             * @example 1.0021
             */
            std: number;
        };
        ClassificationAggregateDto: {
            classes: components["schemas"]["ClassOverTimeDto"][];
            /** @description By mean score where it is a draw; null when no answer names a class. */
            majority: components["schemas"]["MajorityDto"] | null;
        };
        ClassificationResultDto: {
            classes: components["schemas"]["ClassScoreDto"][];
            image: components["schemas"]["ImageSizeDto"];
            /** @description Only from models whose manifest asks for it. */
            quality?: components["schemas"]["PictureQualityDto"];
            /** @description Only from models that look at a part of the picture; null where no part was found and nothing was run. */
            region?: components["schemas"]["SeenRegionDto"] | null;
            /** @description Of an answer made of several: how far they are apart about the best class, 0-1. */
            uncertainty?: number;
        };
        ClassOverTimeDto: {
            /**
             * @description Number of the class in the model's output, from 0.
             * @example 7
             */
            class_id: number;
            /** @example tomato_late_blight */
            label: string;
            /**
             * @description Mean of its scores, 0-1. An answer that does not list it (see top_k) counts with 0.
             * @example 0.83
             */
            score: number;
            /**
             * @description Answers in which it was the best.
             * @example 7
             */
            votes: number;
        };
        ClassScoreDto: {
            /**
             * @description Number of the class in the model's output, from 0.
             * @example 0
             */
            class_id: number;
            /** @description What the class is, from the manifest. */
            description?: string;
            /**
             * @description Name of the class.
             * @example warning_triangle
             */
            label: string;
            /** @description What to do about it, from the manifest. */
            recommendation?: string;
            /**
             * @description How sure the model is, 0-1.
             * @example 0.91
             */
            score: number;
            /**
             * @description How grave it is, from the manifest.
             * @example high
             */
            severity?: string;
            /** @description Of an answer made of several: standard deviation of the score. */
            spread?: number;
        };
        ConfigInputDto: {
            /** @example TYPE_FP32 */
            data_type: string;
            /**
             * @description Without the batch dimension where `max_batch_size` is above 0.
             * @example [
             *       3,
             *       320,
             *       320
             *     ]
             */
            dims: number[];
            /** @description Always false. */
            is_shape_tensor: boolean;
            /** @example images */
            name: string;
            /** @description Always false: every input must be given. */
            optional: boolean;
        };
        ConfigTensorDto: {
            /** @example TYPE_FP32 */
            data_type: string;
            /**
             * @description Without the batch dimension where `max_batch_size` is above 0.
             * @example [
             *       3,
             *       320,
             *       320
             *     ]
             */
            dims: number[];
            /** @description Always false. */
            is_shape_tensor: boolean;
            /** @example images */
            name: string;
        };
        ConfusionDto: {
            /** @description Predictions. */
            count: number;
            /** @description The true label. */
            expected: string;
            /** @description Best label of the prediction; null where it found nothing. */
            predicted: string | null;
        };
        CreateReplayDto: {
            /**
             * @description Version or alias that looks again; an alias means what it means now.
             * @example 2
             */
            against: string;
            /** @enum {string} */
            confidence_status?: "HIGH" | "MEDIUM" | "LOW";
            /**
             * Format: date-time
             * @description Earliest time, included (ISO 8601).
             */
            from?: string;
            /** @description Only predictions with this label. */
            label?: string;
            /**
             * @description Most predictions, newest first.
             * @default 1000
             */
            limit?: number;
            /** @example hazard-detector */
            model: string;
            /**
             * Format: uuid
             * @description Only those made in this session.
             */
            session_id?: string;
            /**
             * Format: date-time
             * @description Latest time, not included (ISO 8601); never later than now.
             */
            to?: string;
            /** @description Only predictions of this version. */
            version?: string;
        };
        CreateSessionDto: {
            /**
             * @description Whatever belongs to the session, as a JSON object of at most 16 KB.
             * @example {
             *       "site": "north gate"
             *     }
             */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description Model that `detect` uses when a request names none.
             * @example hazard-detector
             */
            model?: string;
            /**
             * @description Follows things over the pictures: with `{}` as usual for a camera. Nothing is followed when it is absent. For models that
             *     find boxes.
             */
            tracking?: components["schemas"]["TrackingDto"];
            /**
             * @description Time without activity after which it ends by itself. SESSION_TTL_SECONDS when absent.
             * @example 3600
             */
            ttl_seconds?: number;
            /** @description Version or alias of the model. */
            version?: string;
        };
        DetectionAggregateDto: {
            labels: components["schemas"]["LabelOverTimeDto"][];
        };
        DetectionDto: {
            box: components["schemas"]["BoxDto"];
            /**
             * @description Number of the class in the model's output, from 0.
             * @example 0
             */
            class_id: number;
            /** @description What the class is, from the manifest. */
            description?: string;
            /** @description Only from detectors that find points. */
            keypoints?: components["schemas"]["KeypointDto"][];
            /**
             * @description Name of the class.
             * @example warning_triangle
             */
            label: string;
            /** @description Only from detectors with masks, where the request or the manifest asks for them. */
            mask?: components["schemas"]["MaskDto"];
            /** @description What to do about it, from the manifest. */
            recommendation?: string;
            /**
             * @description How sure the model is, 0-1.
             * @example 0.91
             */
            score: number;
            /**
             * @description How grave it is, from the manifest.
             * @example high
             */
            severity?: string;
            /** @description Of an answer made of several: standard deviation of the score; what did not find it counts with 0. */
            spread?: number;
            /**
             * @description Only in a session that follows things over its pictures: which one it is there, from 1; null for one that belongs to none,
             *     or not yet.
             * @example 3
             */
            track_id?: number | null;
        };
        DetectionResultDto: {
            detections: components["schemas"]["DetectionDto"][];
            image: components["schemas"]["ImageSizeDto"];
            /** @description Only from models whose manifest asks for it. */
            quality?: components["schemas"]["PictureQualityDto"];
            /** @description Only from models that look at a part of the picture; null where no part was found and nothing was run. */
            region?: components["schemas"]["SeenRegionDto"] | null;
        };
        DifferenceDto: {
            /** @description What the candidate says there. */
            actual: {
                [key: string]: unknown;
            } | null;
            /** @description What the baseline says there. */
            expected: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Where in the answer.
             * @example classes[0]
             */
            path: string;
            /** @example another label comes first */
            reason: string;
        };
        DisagreementDto: {
            /**
             * Format: date-time
             * @description When they were compared.
             */
            at: string;
            /** @description Id of the answer that was only recorded. */
            compared_prediction_id: string;
            differences: components["schemas"]["DifferenceDto"][];
            /** @description Id of the answer that was given, in the history. */
            prediction_id: string;
        };
        DisagreementReportDto: {
            /**
             * @description The version that the candidates are measured by.
             * @example 1
             */
            baseline: string | null;
            /** @description Candidates on trial, and those whose trial is over. */
            candidates: components["schemas"]["TrialDto"][];
            guard: components["schemas"]["GuardDto"];
            /** @example hazard-detector */
            model: string;
        };
        DurationDto: {
            /** @description How often. */
            count: number;
            /** @description Nanoseconds altogether. */
            ns: number;
        };
        ErasedAnswersDto: {
            /**
             * @description Whether all of them are gone; no while Redis is away.
             * @example true
             */
            complete: boolean;
            /** @example hazard-detector */
            name: string;
            /**
             * @description Answers that were there.
             * @example 120
             */
            removed: number;
        };
        ErrorBodyDto: {
            /**
             * @description Stable name of the error: see the table of error codes.
             * @example MODEL_NOT_FOUND
             */
            code: string;
            /**
             * @description The values of the message, for programs.
             * @example {
             *       "model": "x",
             *       "available": [
             *         "hazard-detector"
             *       ]
             *     }
             */
            details: {
                [key: string]: unknown;
            };
            /**
             * @description One sentence that names the thing and says what would have been right.
             * @example no model named x; available models: hazard-detector
             */
            message: string;
            /**
             * @description Id of the request; the server's log has the rest under it.
             * @example 01931f5e-8a3a-7000-8000-000000000000
             */
            request_id: string;
        };
        ErrorDto: {
            error: components["schemas"]["ErrorBodyDto"];
        };
        ExecutorDto: {
            /** @description Resident memory, in MB. */
            memory_mb: number;
            pid: number | null;
            /** @description Requests answered. */
            runs: number;
            /**
             * @description `starting`, `idle`, `busy` or `exited`.
             * @example idle
             */
            state: string;
            /** @description Since the process was started. */
            uptime_seconds: number;
        };
        FeedbackDto: {
            /** @description As it was given. */
            comment: string | null;
            /** @description null for true values, where right and wrong are a matter of degree. */
            correct: boolean | null;
            /** @description Predicted minus true, by name. */
            errors?: {
                [key: string]: number;
            } | null;
            /**
             * Format: date-time
             * @description When it came.
             */
            given_at: string;
            /** @description The true label. */
            label: string | null;
            /** @description Best label of the prediction. */
            predicted_label: string | null;
            /** @description What it is about. */
            prediction_id: string;
            /** @description Counts the opinions on this prediction, from 1; the highest one counts. */
            revision: number;
            /** @description True values by name. */
            values?: {
                [key: string]: number;
            } | null;
        };
        FeedbackListDto: {
            /** @description Newest first: the first one counts. */
            items: components["schemas"]["FeedbackDto"][];
        };
        GiveFeedbackDto: {
            /** @description For people: who said so, why it is hard. */
            comment?: string;
            /** @description Whether the answer was right; for any task. */
            correct?: boolean;
            /**
             * @description What would have been right: one of the model's labels. Compared with the best label of the answer.
             * @example warning_triangle
             */
            label?: string;
            /**
             * @description For models that answer numbers: the true ones by name, all or some of them.
             * @example {
             *       "age": 31
             *     }
             */
            values?: {
                [key: string]: number;
            };
        };
        GoldenFailureDto: {
            /**
             * @description What differed and how, or why there was no answer.
             * @example expected top label healthy 0.93, got late_blight 0.41
             */
            reason: string;
            /**
             * @description Name of its file, without `.json`.
             * @example site-1
             */
            sample: string;
        };
        GoldenStatusDto: {
            failures: components["schemas"]["GoldenFailureDto"][];
            /** @description ISO 8601; null before the first run. They run for every new process and on /health/deep. */
            last_run_at: string | null;
            /** @description How many were answered as expected at the last run; null before the first. */
            passed: number | null;
            /** @description How many there are. */
            samples: number;
        };
        GuardDto: {
            /**
             * @description Greatest part of the compared answers that may differ from the baseline's, 0-1.
             * @example 0.25
             */
            max_disagreement: number;
            /**
             * @description Greatest part of its requests that a candidate may fail beyond what the baseline fails, 0-1.
             * @example 0.05
             */
            max_error_rate: number;
            /**
             * @description Requests, or comparisons, before a rate counts.
             * @example 20
             */
            min_requests: number;
            /**
             * @description Part of a canary's requests that the baseline answers too, once `min_requests` have been compared, 0-1.
             * @example 0.1
             */
            sample: number;
            /**
             * @description How far back requests count.
             * @example 600
             */
            window_seconds: number;
        };
        ImageSizeDto: {
            /**
             * @description Height of the upright picture, in pixels.
             * @example 1080
             */
            height: number;
            /**
             * @description Width of the upright picture, in pixels.
             * @example 810
             */
            width: number;
        };
        IndexItemDto: {
            /** @example hazard-detector */
            name: string;
            /** @description Why it is not ready; empty when it is. */
            reason: string;
            /** @enum {string} */
            state: "READY" | "UNAVAILABLE" | "LOADING" | "UNLOADING";
            /** @example 1 */
            version?: string;
        };
        IndexRequestDto: {
            /** @description Only what is ready. */
            ready?: boolean;
        };
        InferenceStatisticsDto: {
            /** @description Answered from the cache; picture files only. */
            cache_hit: components["schemas"]["DurationDto"];
            /** @description Looked for in the cache in vain; picture files only. */
            cache_miss: components["schemas"]["DurationDto"];
            /** @description Running the model. */
            compute_infer: components["schemas"]["DurationDto"];
            /** @description Decoding and preprocessing. */
            compute_input: components["schemas"]["DurationDto"];
            /** @description Postprocessing. */
            compute_output: components["schemas"]["DurationDto"];
            /** @description Failed and refused requests. */
            fail: components["schemas"]["DurationDto"];
            /** @description Waiting for an executor. */
            queue: components["schemas"]["DurationDto"];
            /** @description Answered requests, those from the cache among them. */
            success: components["schemas"]["DurationDto"];
        };
        InferInputDto: {
            /** @description Row-major, flat or nested. null is NaN; 64-bit integers may have any number of digits. */
            data?: unknown[];
            /** @enum {string} */
            datatype: "BOOL" | "UINT8" | "UINT16" | "UINT32" | "UINT64" | "INT8" | "INT16" | "INT32" | "INT64" | "FP16" | "FP32" | "FP64" | "BYTES";
            /** @example images */
            name: string;
            /**
             * @description `binary_data_size`: bytes of the tensor behind the JSON; then there is no `data`.
             * @example {
             *       "binary_data_size": 1228800
             *     }
             */
            parameters?: {
                [key: string]: string | number | boolean;
            };
            /**
             * @description Sizes, none of them -1.
             * @example [
             *       1,
             *       3,
             *       320,
             *       320
             *     ]
             */
            shape: number[];
        };
        InferOutputDto: {
            /** @description Row-major, flat. NaN and the infinities are null. */
            data?: unknown[];
            /** @example FP32 */
            datatype: string;
            /** @example output0 */
            name: string;
            /** @description `binary_data_size`: bytes of the tensor behind the JSON; then there is no `data`. */
            parameters?: {
                [key: string]: string | number | boolean;
            };
            /**
             * @example [
             *       1,
             *       10,
             *       2100
             *     ]
             */
            shape: number[];
        };
        InferRequestDto: {
            /** @description Echoed in the answer. */
            id?: string;
            inputs: components["schemas"]["InferInputDto"][];
            /** @description Absent or empty for every output. */
            outputs?: components["schemas"]["RequestedOutputDto"][];
            /**
             * @description `timeout` (microseconds), `priority` (1 goes first, 3 last), `binary_data_output`, and for picture files the options of
             *     the model's task.
             * @example {
             *       "timeout": 500000,
             *       "binary_data_output": true
             *     }
             */
            parameters?: {
                [key: string]: string | number | boolean;
            };
        };
        InferResponseDto: {
            /** @description As in the request; absent where it had none. */
            id?: string;
            /** @example hazard-detector */
            model_name: string;
            /** @example 1 */
            model_version: string;
            outputs: components["schemas"]["InferOutputDto"][];
            /** @description Of picture files: `prediction_id`, `cached`, `confidence_status`. */
            parameters?: {
                [key: string]: string | number | boolean;
            };
        };
        KeypointDto: {
            /**
             * @description What it marks, where the model's points have names.
             * @example left_eye
             */
            name?: string;
            /** @description How sure the model is that it can be seen, 0-1, where the model tells. */
            score?: number;
            /** @example 121.4 */
            x: number;
            /** @example 435.9 */
            y: number;
        };
        LabelChangeDto: {
            /** @description null: nothing is found now. */
            after: string | null;
            /** @description null: nothing was found. */
            before: string | null;
            /** @description Predictions. */
            count: number;
        };
        LabelledDto: {
            /**
             * @description Number of the class in the model's output, from 0.
             * @example 0
             */
            class_id: number;
            /** @description What the class is, from the manifest. */
            description?: string;
            /**
             * @description Name of the class.
             * @example warning_triangle
             */
            label: string;
            /** @description What to do about it, from the manifest. */
            recommendation?: string;
            /**
             * @description How sure the model is, 0-1.
             * @example 0.91
             */
            score: number;
            /**
             * @description How grave it is, from the manifest.
             * @example high
             */
            severity?: string;
        };
        LabelOverTimeDto: {
            /**
             * @description Highest score of all, 0-1.
             * @example 0.91
             */
            best_score: number;
            /**
             * @description When the frame with the highest score is shown.
             * @example 4.2
             */
            best_seconds: number;
            /**
             * @description Number of the class in the model's output, from 0.
             * @example 0
             */
            class_id: number;
            /**
             * @description When the first frame that has it is shown.
             * @example 1.2
             */
            first_seen_seconds: number;
            /**
             * @description Frames in which it was found at least once.
             * @example 5
             */
            frames: number;
            /** @example warning_triangle */
            label: string;
            /**
             * @description When the last frame that has it is shown.
             * @example 9.6
             */
            last_seen_seconds: number;
            /**
             * @description Most that were found in one frame.
             * @example 2
             */
            max_count: number;
        };
        LabelSummaryDto: {
            /**
             * @description 0-1; null from models without scores.
             * @example 0.91
             */
            best_score: number | null;
            /** @description Findings over all pictures; what stays in view counts once a picture. */
            count: number;
            /** @description When it was seen first. */
            first_seen: string;
            /** @description When it was seen last. */
            last_seen: string;
            /** @description Longest time in which one of them was seen; null where nothing is followed. */
            longest_dwell_seconds: number | null;
            /** @description Pictures in which it was seen. */
            pictures: number;
            /** @description Things with this label, each counted once however long it stays; null where nothing is followed. */
            unique: number | null;
        };
        LiveDto: {
            /** @example true */
            live: boolean;
            /** @example ok */
            status: string;
            /** @example 4711 */
            uptime_seconds: number;
        };
        MajorityDto: {
            /**
             * @description Number of the class in the model's output, from 0.
             * @example 7
             */
            class_id: number;
            /** @example tomato_late_blight */
            label: string;
            /**
             * @description Part of all answers, 0-1.
             * @example 0.875
             */
            share: number;
            /**
             * @description Answers in which it was the best.
             * @example 7
             */
            votes: number;
        };
        MaskDto: {
            /**
             * @description Numbers of pixels outside, inside, outside, ... column by column, packed as pycocotools packs them.
             * @example PPYo13mQ1
             */
            counts: string;
            /**
             * @description Height and width of the picture, in pixels.
             * @example [
             *       1080,
             *       810
             *     ]
             */
            size: number[];
        };
        ModelConfigDto: {
            /** @example onnxruntime */
            backend: string;
            /**
             * @description How requests wait: for company, and in which lanes.
             * @example {
             *       "max_queue_delay_microseconds": 0,
             *       "priority_levels": 3,
             *       "default_priority_level": 2
             *     }
             */
            dynamic_batching: {
                [key: string]: number;
            };
            input: components["schemas"]["ConfigInputDto"][];
            /**
             * @description Executor processes at most.
             * @example [
             *       {
             *         "kind": "KIND_CPU",
             *         "count": 2
             *       }
             *     ]
             */
            instance_group: Record<string, never>[];
            /**
             * @description Above 0 the first dimension of every tensor counts items.
             * @example 1024
             */
            max_batch_size: number;
            /**
             * @description One answer for each request.
             * @example {
             *       "decoupled": false
             *     }
             */
            model_transaction_policy: {
                [key: string]: boolean;
            };
            /** @example hazard-detector */
            name: string;
            output: components["schemas"]["ConfigTensorDto"][];
            /** @example onnxruntime_onnx */
            platform: string;
            /**
             * @description Raw tensors are not cached.
             * @example {
             *       "enable": false
             *     }
             */
            response_cache: {
                [key: string]: boolean;
            };
            /**
             * @description The version that is described.
             * @example {
             *       "specific": {
             *         "versions": [
             *           1
             *         ]
             *       }
             *     }
             */
            version_policy: {
                [key: string]: unknown;
            };
        };
        ModelInfoDto: {
            /**
             * @description The version that answers when a request names none.
             * @example 1
             */
            default_version: string | null;
            /** @description From the manifest. */
            description: string | null;
            /** @description What lies in the folder and cannot be served, with the reason. */
            faults: components["schemas"]["VersionFaultDto"][];
            /** @example hazard-detector */
            name: string;
            /** @description From the manifest: what everyone who reads an answer has to know. It stands in every answer too. */
            notice: string | null;
            /** @description Why the files that lie in the model folder now were not taken over; null when they are what is served. */
            reload_error: components["schemas"]["ReloadErrorDto"] | null;
            /**
             * @description Kind of the newest version; null when no version can be served.
             * @enum {string|null}
             */
            task: "object-detection" | "image-classification" | "image-regression" | "tabular" | "tensor" | null;
            versions: components["schemas"]["VersionSummaryDto"][];
        };
        ModelListDto: {
            models: components["schemas"]["ModelSummaryDto"][];
            /** @description What lies in the model folder and is not served. */
            skipped: components["schemas"]["SkippedDto"][];
        };
        ModelMetadataDto: {
            inputs: components["schemas"]["TensorMetadataDto"][];
            /** @example hazard-detector */
            name: string;
            outputs: components["schemas"]["TensorMetadataDto"][];
            /** @example onnxruntime_onnx */
            platform: string;
            /**
             * @description The ready ones; of a request for one version only that one.
             * @example [
             *       "1"
             *     ]
             */
            versions: string[];
        };
        ModelNamesDto: {
            /**
             * @example [
             *       "hazard-detector"
             *     ]
             */
            models: string[];
        };
        ModelReadyDto: {
            /** @example hazard-detector */
            name: string;
            /** @description Always true: what is not ready is answered with 503. */
            ready: boolean;
        };
        ModelRefDto: {
            /**
             * @description SHA-256 of the model file, hexadecimal.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            digest: string;
            /** @example hazard-detector */
            name: string;
            /**
             * @description From the manifest: what everyone who reads the answer has to know. Absent where it says nothing, and in the history.
             * @example A demonstration on drawn leaves, not for diagnosis
             */
            notice?: string;
            /** @example 1 */
            version: string;
        };
        ModelStatisticsDto: {
            batch_stats: components["schemas"]["BatchStatisticsDto"][];
            /** @description Runs of the model. */
            execution_count: number;
            /** @description Items: a batch of eight adds eight. Without those from the cache. */
            inference_count: number;
            /** @description What requests took, by stage. */
            inference_stats: components["schemas"]["InferenceStatisticsDto"];
            /** @description Unix time in milliseconds of the last request; 0 before the first. */
            last_inference: number;
            /** @description Always empty; see GET /v1/models/{model}/status. */
            memory_usage: Record<string, never>[];
            /** @example hazard-detector */
            name: string;
            /**
             * @description Of decoupled models; always empty.
             * @example {}
             */
            response_stats: {
                [key: string]: unknown;
            };
            /** @example 1 */
            version: string;
        };
        ModelStatusDto: {
            /** @description Where predictions are cached, and whether that works. */
            cache: components["schemas"]["CacheStatusDto"];
            /** @example hazard-detector */
            name: string;
            pool: components["schemas"]["PoolDto"];
            versions: components["schemas"]["VersionStatusDto"][];
        };
        ModelSummaryDto: {
            /**
             * @description The version that answers when a request names none.
             * @example 1
             */
            default_version: string | null;
            /** @description From the manifest. */
            description: string | null;
            /** @example hazard-detector */
            name: string;
            /** @description From the manifest: what everyone who reads an answer has to know. It stands in every answer too. */
            notice: string | null;
            /** @description Why the files that lie in the model folder now were not taken over; null when they are what is served. */
            reload_error: components["schemas"]["ReloadErrorDto"] | null;
            /**
             * @description Kind of the newest version; null when no version can be served.
             * @enum {string|null}
             */
            task: "object-detection" | "image-classification" | "image-regression" | "tabular" | "tensor" | null;
            versions: components["schemas"]["VersionSummaryDto"][];
        };
        NamedValueDto: {
            /** @example yaw */
            name: string;
            /**
             * @description Least and greatest value that makes sense; the value itself is never cut to it.
             * @example [
             *       -90,
             *       90
             *     ]
             */
            range: number[] | null;
            /** @description Of an answer made of several: standard deviation of the value, in its unit. */
            spread?: number;
            /** @example degrees */
            unit: string | null;
            /** @example -14.47 */
            value: number;
        };
        OpenInferenceErrorDto: {
            /**
             * @description Stable name of the error: see the table of error codes.
             * @example INVALID_TENSOR
             */
            code: string;
            /**
             * @description One sentence that names the thing and says what would have been right.
             * @example input images expects FP32[1, 3, 320, 320]; got shape [1, 320, 320, 3]
             */
            error: string;
            /**
             * @description Id of the request; the server's log has the rest under it.
             * @example 01931f5e-8a3a-7000-8000-000000000000
             */
            request_id: string;
        };
        PictureQualityDto: {
            /**
             * @description Part of the picture that is nearly white, 0-1.
             * @example 0
             */
            bright: number;
            /**
             * @description Part of the picture that is nearly black, 0-1.
             * @example 0.03
             */
            dark: number;
            /**
             * @description What the picture lacks by the limits of the manifest; each takes `confidence_status` one step down.
             * @example []
             */
            faults: ("too_small" | "underexposed" | "overexposed" | "blurred" | "subject_too_small")[];
            /**
             * @description Variance of the Laplacian of the brightness (0-255) at the size of the model's input, 256 px at most. The sharper, the higher.
             * @example 412.6
             */
            sharpness: number;
            /**
             * @description In pixels.
             * @example 480
             */
            shorter_side: number;
            /**
             * @description Part of the picture that stands out from its borders, 0-1; null where nothing does.
             * @example 0.34
             */
            subject: number | null;
        };
        PictureTrackingDto: {
            /**
             * Format: date-time
             * @description When the picture was taken, as told or as it arrived.
             */
            captured_at: string | null;
            /** @description Ids of what came into view and counts from now on. */
            entered: number[];
            /** @description Ids of what is noticed now to have gone. */
            left: number[];
            /**
             * @description `late`: a picture that was taken later had been looked at before this one. `untimed`: one of several in a request that gave no
             *     times. `unavailable`: the database is away, or the session was ended meanwhile. Only what is `tracked` has ids.
             * @enum {string}
             */
            status: "tracked" | "late" | "untimed" | "unavailable";
        };
        PlacementDto: {
            /** @example 0 */
            offset_x: number;
            /** @example 40 */
            offset_y: number;
            /** @example 0.5 */
            scale_x: number;
            /** @example 0.5 */
            scale_y: number;
        };
        PoolDto: {
            /** @description Open and unused. */
            idle: number;
            /** @description Most that may be open. */
            max: number;
            /** @description Open connections. */
            total: number;
            /** @description Part of the pool that is in use, 0-1. */
            utilisation: number;
            /** @description Waits for a connection. */
            wait_ms: components["schemas"]["PoolWaitDto"];
            /** @description Callers that wait for a connection. */
            waiting: number;
        };
        PoolWaitDto: {
            /** @description The longest one. */
            max: number;
            /** @description Of all waits. */
            mean: number;
            /** @description 95 of 100 were not longer. */
            p95: number;
        };
        PredictFormDto: {
            /** @description Whether a box may suppress an overlapping box of another label. */
            class_agnostic?: boolean;
            /** @description One or many JPEG, PNG or WebP pictures. */
            file: Blob[];
            /**
             * @description Overlap (intersection over union), 0-1, above which the weaker of two boxes is dropped.
             * @example 0.45
             */
            iou_threshold?: number;
            /** @description Only boxes with these labels; in a form: names separated by commas. */
            labels?: string[];
            /** @description Whether every box has its mask, for a model that has masks. The model's own choice when absent. */
            masks?: boolean;
            /**
             * @description Most boxes in the answer.
             * @example 100
             */
            max_detections?: number;
            /**
             * @description Least score of a class, 0-1, for a model whose classes do not exclude each other. The model's own when absent.
             * @example 0.5
             */
            score_threshold?: number;
            /**
             * @description How many classes to answer, best first.
             * @example 5
             */
            top_k?: number;
        };
        PredictionDto: {
            /** @description Whether the answer came from the cache. */
            cached: boolean;
            /**
             * @description How far the best answer can be trusted; null where there is no score: numbers, raw tensors.
             * @enum {string|null}
             */
            confidence_status: "HIGH" | "MEDIUM" | "LOW" | null;
            /**
             * Format: date-time
             * @description When the answer was given.
             */
            created_at: string;
            model: components["schemas"]["ModelRefDto"];
            /**
             * @description Id in the history: GET /v1/predictions/{prediction_id}.
             * @example 01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f
             */
            prediction_id: string;
            /**
             * @description Id of the request, also in the x-request-id header and in every log line.
             * @example 01931f5e-8a3a-7000-8000-000000000000
             */
            request_id: string;
            /** @description The answer, by task; of a model that looks at every part that another one finds: one for each part. */
            result: components["schemas"]["DetectionResultDto"] | components["schemas"]["ClassificationResultDto"] | components["schemas"]["RegressionResultDto"] | components["schemas"]["RowClassResultDto"] | components["schemas"]["RowValuesResultDto"] | components["schemas"]["TensorResultDto"] | components["schemas"]["RegionsResultDto"];
            /** @description What the user may do about an unsure answer; null when there is nothing to do. */
            retake_message: string | null;
            /**
             * @description Kind of the model; it decides the shape of `result`.
             * @enum {string}
             */
            task: "object-detection" | "image-classification" | "image-regression" | "tabular" | "tensor";
            timings_ms: components["schemas"]["TimingsDto"];
            /** @description Only in a session that follows things over its pictures. */
            tracking?: components["schemas"]["PictureTrackingDto"];
        };
        PredictionItemDto: {
            error?: components["schemas"]["ErrorBodyDto"];
            /**
             * @description Name of the file as the client sent it, or of the JSON field.
             * @example site-12.jpg
             */
            filename: string;
            /**
             * @description Position in the request, from 0.
             * @example 0
             */
            index: number;
            prediction?: components["schemas"]["PredictionDto"];
        };
        PredictionPageDto: {
            items: components["schemas"]["PredictionRecordDto"][];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        PredictionRecordDto: {
            /** @description Whether the answer came from the cache. */
            cached: boolean;
            /** @enum {string|null} */
            confidence_status: "HIGH" | "MEDIUM" | "LOW" | null;
            /**
             * Format: date-time
             * @description When the answer was given.
             */
            created_at: string;
            /** @description Code of the error of a failed prediction. */
            error_code: string | null;
            /** @description Size of the input file. */
            input_bytes: number | null;
            /** @description SHA-256 of the input, hexadecimal; null where the model keeps nothing of it. */
            input_sha256: string | null;
            /** @description Whether the input itself is kept: GET /v1/predictions/{prediction_id}/input. */
            input_stored: boolean;
            /**
             * @description Best label of the answer.
             * @example warning_triangle
             */
            label: string | null;
            /** @description Every label of the answer. */
            labels: string[];
            model: components["schemas"]["ModelRefDto"];
            /** @example 01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f */
            prediction_id: string;
            /** @example 01931f5e-8a3a-7000-8000-000000000000 */
            request_id: string;
            /** @description The answer as it was given; null when it failed. */
            result: (components["schemas"]["DetectionResultDto"] | components["schemas"]["ClassificationResultDto"] | components["schemas"]["RegressionResultDto"] | components["schemas"]["RowClassResultDto"] | components["schemas"]["RowValuesResultDto"] | components["schemas"]["TensorResultDto"] | components["schemas"]["RegionsResultDto"]) | null;
            /** @description Whether the answer was to be kept as a picture: GET /v1/predictions/{prediction_id}/result-image. */
            result_image_stored: boolean;
            /**
             * @description Score of the best label, 0-1.
             * @example 0.91
             */
            score: number | null;
            /** @description The session that it was made in. */
            session_id: string | null;
            /**
             * @description Id of the prediction that was answered, where this one was only made to be compared with it: by a shadow, or by the
             *     baseline of a canary. Nobody was given its result.
             */
            shadow_of: string | null;
            /** @enum {string} */
            status: "succeeded" | "failed";
            /** @description The subject that it is about. */
            subject_id: string | null;
            /** @example object-detection */
            task: string;
            timings_ms: components["schemas"]["TimingsDto"] | null;
            /** @description From the arrival of the input to the answer or the error. */
            total_ms: number;
        };
        PredictionsDto: {
            /** @example 0 */
            failed: number;
            /** @description In the order of the inputs. */
            items: components["schemas"]["PredictionItemDto"][];
            /** @example 2 */
            succeeded: number;
        };
        PredictJsonDto: {
            /** @description Whether a box may suppress an overlapping box of another label. */
            class_agnostic?: boolean;
            /** @description One picture as base64, plain, URL-safe or as a data URL. */
            image?: string;
            /** @description Several pictures as base64. */
            images?: string[];
            /** @description Every input of a model without a task of its own. */
            inputs?: components["schemas"]["TensorInputDto"][];
            /**
             * @description Overlap (intersection over union), 0-1, above which the weaker of two boxes is dropped.
             * @example 0.45
             */
            iou_threshold?: number;
            /** @description Only boxes with these labels; in a form: names separated by commas. */
            labels?: string[];
            /** @description Whether every box has its mask, for a model that has masks. The model's own choice when absent. */
            masks?: boolean;
            /**
             * @description Most boxes in the answer.
             * @example 100
             */
            max_detections?: number;
            /**
             * @description One row for a model that takes rows of a table: by feature name, or as an array in the order of the features.
             * @example {
             *       "age": 31,
             *       "sex": "female"
             *     }
             */
            row?: {
                [key: string]: unknown;
            } | unknown[];
            /** @description Several rows, each answered by itself; at most MAX_ROWS_PER_REQUEST. */
            rows?: ({
                [key: string]: unknown;
            } | unknown[])[];
            /**
             * @description Least score of a class, 0-1, for a model whose classes do not exclude each other. The model's own when absent.
             * @example 0.5
             */
            score_threshold?: number;
            /**
             * @description How many classes to answer, best first.
             * @example 5
             */
            top_k?: number;
        };
        PreprocessDebugDto: {
            /** @description Size of the upright picture, or of the part of it that was looked at. */
            image: components["schemas"]["ImageSizeDto"];
            /**
             * @description How pixels became numbers, as in the manifest: (pixel * scale - mean) / std.
             * @example {
             *       "color": "RGB",
             *       "fit": "letterbox",
             *       "pad": 114,
             *       "scale": 0.003921,
             *       "mean": [
             *         0,
             *         0,
             *         0
             *       ],
             *       "std": [
             *         1,
             *         1,
             *         1
             *       ],
             *       "resample": "bilinear"
             *     }
             */
            input: {
                [key: string]: unknown;
            };
            model: components["schemas"]["ModelRefDto"];
            picture: components["schemas"]["SeenPictureDto"];
            placement: components["schemas"]["PlacementDto"];
            /** @description The part of the upright picture that was looked at; null for all of it. */
            region: components["schemas"]["BoxDto"] | null;
            /**
             * @description Id of the request, also in the x-request-id header and in every log line.
             * @example 01931f5e-8a3a-7000-8000-000000000000
             */
            request_id: string;
            tensor: components["schemas"]["SeenTensorDto"];
        };
        ProblemDto: {
            /** @example MODEL_NOT_FOUND */
            code: string;
            /** @example no model named x; available models: hazard-detector */
            detail: string;
            /**
             * @example {
             *       "model": "x",
             *       "available": [
             *         "hazard-detector"
             *       ]
             *     }
             */
            details: {
                [key: string]: unknown;
            };
            /** @example /v1/models/x/predict */
            instance: string;
            /** @example 01931f5e-8a3a-7000-8000-000000000000 */
            request_id: string;
            /** @example 404 */
            status: number;
            /** @example Not Found */
            title: string;
            /** @example urn:sibyl:error:model-not-found */
            type: string;
        };
        PutAliasDto: {
            /**
             * @description The version that the alias names from now on.
             * @example 2
             */
            version: string;
        };
        PutAliasesDto: {
            /**
             * @description Version by alias; the aliases that are not in it are removed.
             * @example {
             *       "production": "1",
             *       "canary": "2"
             *     }
             */
            aliases: {
                [key: string]: string;
            };
        };
        PutRecordsDto: {
            /** @example 2026-11-02 */
            date?: string;
            /** @description Several, one a day; instead of `date` and `values`. */
            records?: components["schemas"]["RecordDto"][];
            /**
             * @description Answers by field.
             * @example {
             *       "mood": 6,
             *       "energy": 5,
             *       "sleep_hours": 7.5,
             *       "medication_taken": true
             *     }
             */
            values?: {
                [key: string]: unknown;
            };
        };
        PutShadowDto: {
            /**
             * @description The version or alias that is asked beside the one that answers.
             * @example 2
             */
            version: string;
        };
        PutTrafficDto: {
            /**
             * @description The version or alias that the others are measured by. Without it: the one so far where it has weight, else the
             *     greatest.
             * @example production
             */
            baseline?: string;
            /**
             * @description Percentage by version or alias; they make 100.
             * @example {
             *       "production": 90,
             *       "canary": 10
             *     }
             */
            weights: {
                [key: string]: number;
            };
        };
        RecordDto: {
            /** @example 2026-11-02 */
            date: string;
            /**
             * @description Answers by field.
             * @example {
             *       "mood": 6,
             *       "energy": 5,
             *       "sleep_hours": 7.5,
             *       "medication_taken": true
             *     }
             */
            values: {
                [key: string]: unknown;
            };
        };
        RegionResultDto: {
            /** @description The part that was looked at, with what is added around it. */
            box: components["schemas"]["BoxDto"];
            /**
             * @description What the other model takes it for; null where nothing was found and the whole picture was taken.
             * @example face
             */
            label: string | null;
            /**
             * @description Name of the model that found it.
             * @example face-detector
             */
            model: string;
            /** @description The answer on this part, by task; boxes in it are pixels of the whole picture. */
            result: components["schemas"]["DetectionResultDto"] | components["schemas"]["ClassificationResultDto"] | components["schemas"]["RegressionResultDto"] | components["schemas"]["RegionsResultDto"];
            /**
             * @description How sure the other model is, 0-1.
             * @example 0.98
             */
            score: number | null;
        };
        RegionsResultDto: {
            image: components["schemas"]["ImageSizeDto"];
            regions: components["schemas"]["RegionResultDto"][];
        };
        RegressionAggregateDto: {
            values: components["schemas"]["ValueOverTimeDto"][];
        };
        RegressionResultDto: {
            image: components["schemas"]["ImageSizeDto"];
            /** @description Only from models whose manifest asks for it. */
            quality?: components["schemas"]["PictureQualityDto"];
            /** @description Only from models that look at a part of the picture; null where no part was found and nothing was run. */
            region?: components["schemas"]["SeenRegionDto"] | null;
            values: components["schemas"]["NamedValueDto"][];
        };
        ReloadDto: {
            /** @description What is served now; null for a model that was removed. */
            model: components["schemas"]["ModelSummaryDto"] | null;
            /** @example hazard-detector */
            name: string;
            /**
             * @description `unchanged`: nothing is new; `replaced`: new versions answer from now on; `added`; `removed`.
             * @enum {string}
             */
            outcome: "unchanged" | "added" | "replaced" | "removed";
        };
        ReloadErrorDto: {
            /**
             * Format: date-time
             * @description When it was looked at.
             */
            at: string;
            /** @example version 2: model.onnx is cut off */
            reason: string;
        };
        ReplayDetailsDto: {
            /**
             * @description The version that looks again.
             * @example 2
             */
            against: string;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            /** @description Predictions that have been. */
            done: number;
            /**
             * Format: date-time
             * @description When it was done, cancelled or failed.
             */
            finished_at: string | null;
            /**
             * @description The model.
             * @example hazard-detector
             */
            model: string;
            /** @description Why it failed. */
            reason: string | null;
            /** @description Id of the replay. */
            replay_id: string;
            report: components["schemas"]["ReplayReportDto"];
            /**
             * Format: date-time
             * @description When the first prediction was made again.
             */
            started_at: string | null;
            /** @enum {string} */
            state: "queued" | "running" | "done" | "cancelled" | "failed";
            /** @description Predictions that are to be made again. */
            total: number;
        };
        ReplayDto: {
            /**
             * @description The version that looks again.
             * @example 2
             */
            against: string;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            /** @description Predictions that have been. */
            done: number;
            /**
             * Format: date-time
             * @description When it was done, cancelled or failed.
             */
            finished_at: string | null;
            /**
             * @description The model.
             * @example hazard-detector
             */
            model: string;
            /** @description Why it failed. */
            reason: string | null;
            /** @description Id of the replay. */
            replay_id: string;
            /**
             * Format: date-time
             * @description When the first prediction was made again.
             */
            started_at: string | null;
            /** @enum {string} */
            state: "queued" | "running" | "done" | "cancelled" | "failed";
            /** @description Predictions that are to be made again. */
            total: number;
        };
        ReplayErrorDto: {
            /**
             * @description Of the error catalogue.
             * @example INPUT_NOT_STORED
             */
            code: string;
            /** @description Predictions. */
            count: number;
        };
        ReplayListDto: {
            /** @description Newest first, at most 100. */
            items: components["schemas"]["ReplayDto"][];
        };
        ReplayReportDto: {
            /** @description Answers that say the same: the same label first, half of the boxes in the same places, numbers within a tenth. */
            agreed: number;
            /** @description Agreed ones among those that could be compared, 0-1; null when there are none. */
            agreement: number | null;
            /** @description Answers that do not. */
            differs: number;
            /** @description Most frequent first. */
            errors: components["schemas"]["ReplayErrorDto"][];
            /** @description Inputs that the version raised an error on. */
            failed: number;
            /** @description Most frequent first, unchanged ones included. */
            labels: components["schemas"]["LabelChangeDto"][];
            /** @description Of the time from decoding to the answer, without waiting, in milliseconds. */
            latency_shift_ms: components["schemas"]["ShiftDto"];
            /** @description Most changed first, at most 20. */
            most_changed: components["schemas"]["ChangedPredictionDto"][];
            /** @description Of the score of the label that was best before. */
            score_shift: components["schemas"]["ShiftDto"];
            /** @description Inputs that are not stored any more. */
            skipped: number;
        };
        RequestedOutputDto: {
            /** @example output0 */
            name: string;
            /**
             * @description `binary_data`: whether this output comes in binary. `classification`: the top N as text instead.
             * @example {
             *       "binary_data": true
             *     }
             */
            parameters?: {
                [key: string]: string | number | boolean;
            };
        };
        RollBackDto: {
            /**
             * @description The revision whose state is to come back, 0 for the manifest's. Without it: the one before the last change.
             * @example 2
             */
            revision?: number;
        };
        RoutingChangeDto: {
            /**
             * @description What was changed.
             * @enum {string}
             */
            action: "manifest" | "aliases" | "alias" | "alias-removed" | "traffic" | "traffic-removed" | "shadow" | "shadow-removed" | "rollback" | "guard";
            /**
             * @description Version by alias.
             * @example {
             *       "production": "1",
             *       "canary": "2"
             *     }
             */
            aliases: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @description When it was changed; for the manifest, when the server was started.
             */
            changed_at: string;
            /**
             * @description Name of an admin token, `local`, `guard`, or `manifest`.
             * @example ann
             */
            changed_by: string;
            /** @description Why the guard did it. */
            reason: string | null;
            /** @description The revision whose state a `rollback` brought back. */
            restored_revision: number | null;
            /**
             * @description Counts the changes of this model; 0 is what the manifest says.
             * @example 3
             */
            revision: number;
            /**
             * @description Version or alias that is asked beside the one that answers; null for none.
             * @example 2
             */
            shadow: string | null;
            /** @description Null: requests without a version go to the alias `production`, without that to the newest version. */
            traffic: components["schemas"]["TrafficDto"] | null;
        };
        RoutingDto: {
            /**
             * @description What was changed.
             * @enum {string}
             */
            action: "manifest" | "aliases" | "alias" | "alias-removed" | "traffic" | "traffic-removed" | "shadow" | "shadow-removed" | "rollback" | "guard";
            /**
             * @description Version by alias.
             * @example {
             *       "production": "1",
             *       "canary": "2"
             *     }
             */
            aliases: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @description When it was changed; for the manifest, when the server was started.
             */
            changed_at: string;
            /**
             * @description Name of an admin token, `local`, `guard`, or `manifest`.
             * @example ann
             */
            changed_by: string;
            /**
             * @description The version that answers requests without a version, but for the shares of the traffic that go to others.
             * @example 1
             */
            default_version: string | null;
            guard: components["schemas"]["GuardDto"];
            /** @description False while a decision of the guard waits for the database; it is followed all the same. */
            is_recorded: boolean;
            /** @example hazard-detector */
            model: string;
            /** @description Versions that the routing names and that are not served. */
            problems: string[];
            /** @description Why the guard did it. */
            reason: string | null;
            /** @description The revision whose state a `rollback` brought back. */
            restored_revision: number | null;
            /**
             * @description Counts the changes of this model; 0 is what the manifest says.
             * @example 3
             */
            revision: number;
            /**
             * @description Version or alias that is asked beside the one that answers; null for none.
             * @example 2
             */
            shadow: string | null;
            /** @description Null: requests without a version go to the alias `production`, without that to the newest version. */
            traffic: components["schemas"]["TrafficDto"] | null;
        };
        RoutingHistoryDto: {
            /** @description Newest first; revision 0 is the manifest's. */
            items: components["schemas"]["RoutingChangeDto"][];
        };
        RowClassResultDto: {
            /**
             * @description Number of the class; null for a class that is not among the known ones.
             * @example 2
             */
            class_id: number | null;
            /** @description Best score first; empty when the model gives no scores. */
            classes: components["schemas"]["LabelledDto"][];
            /** @description What the class is, from the manifest. */
            description?: string;
            /**
             * @description What the model says, also where the score of another class is higher.
             * @example virginica
             */
            label: string;
            /** @description What to do about it, from the manifest. */
            recommendation?: string;
            /** @description How grave it is, from the manifest. */
            severity?: string;
            /**
             * @description From an ensemble: how far its members are apart about the best class, 0-1.
             * @example 0.04
             */
            uncertainty?: number;
        };
        RowValuesResultDto: {
            values: components["schemas"]["NamedValueDto"][];
        };
        SampleDto: {
            /** @example image/jpeg */
            media_type: string;
            /**
             * @description To be put into the path; a file of the folder `samples` of the model.
             * @example corridor.jpg
             */
            name: string;
            /** @example 48211 */
            size_bytes: number;
        };
        SamplesDto: {
            samples: components["schemas"]["SampleDto"][];
        };
        SeenPictureDto: {
            /**
             * @description The picture as PNG, made back from the tensor: what a person would see of what the model saw.
             * @example data:image/png;base64,iVBORw0KGgo...
             */
            data_url: string;
            /** @example 320 */
            height: number;
            /** @example 320 */
            width: number;
        };
        SeenRegionDto: {
            /** @description The part that was looked at, with what is added around it. */
            box: components["schemas"]["BoxDto"];
            /**
             * @description What the other model takes it for; null where nothing was found and the whole picture was taken.
             * @example face
             */
            label: string | null;
            /**
             * @description Name of the model that found it.
             * @example face-detector
             */
            model: string;
            /**
             * @description How sure the other model is, 0-1.
             * @example 0.98
             */
            score: number | null;
        };
        SeenTensorDto: {
            /** @description In the order of the tensor. */
            channels: components["schemas"]["ChannelStatisticsDto"][];
            /** @example float32 */
            datatype: string;
            /**
             * @description From the start of the tensor.
             * @example [
             *       0.447,
             *       0.447,
             *       0.447
             *     ]
             */
            first_values: number[];
            /** @enum {string} */
            layout: "NCHW" | "NHWC";
            /** @example images */
            name: string;
            /**
             * @example [
             *       1,
             *       3,
             *       320,
             *       320
             *     ]
             */
            shape: number[];
        };
        ServerLiveDto: {
            /** @description Always true. */
            live: boolean;
        };
        ServerMetadataDto: {
            /**
             * @description Extensions of the protocol that the server has.
             * @example [
             *       "binary_tensor_data",
             *       "classification",
             *       "parameters",
             *       "model_repository",
             *       "model_configuration",
             *       "statistics",
             *       "schedule_policy"
             *     ]
             */
            extensions: string[];
            /** @example sibyl */
            name: string;
            /** @example 0.1.0 */
            version: string;
        };
        ServerReadyDto: {
            /** @description Why it is not ready. */
            error?: string;
            /**
             * @description State of each version when it is not ready.
             * @example {
             *       "hazard-detector@1": "loading"
             *     }
             */
            models?: {
                [key: string]: string;
            };
            /** @description False with status 503. */
            ready: boolean;
        };
        SessionDto: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * @description `requested` or `expired`; null while it lives.
             * @enum {string|null}
             */
            end_reason: "requested" | "expired" | null;
            /**
             * Format: date-time
             * @description When it ended; null while it lives.
             */
            ended_at: string | null;
            /**
             * Format: date-time
             * @description When it ends by itself unless it is used.
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description When it was used last.
             */
            last_activity: string;
            /**
             * @description Whatever the client keeps with it.
             * @example {
             *       "site": "north gate"
             *     }
             */
            metadata: {
                [key: string]: unknown;
            };
            /**
             * @description Model that `detect` uses when a request names none.
             * @example hazard-detector
             */
            model: string | null;
            /** @description Predictions made in it. */
            prediction_count: number;
            /**
             * @description Rises with every change, whichever server makes it: of two answers the one with the higher number is newer.
             * @example 7
             */
            revision: number;
            /** @example 01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f */
            session_id: string;
            /**
             * @description `created` until it is used, `active` after that, `ended` for good.
             * @enum {string}
             */
            status: "created" | "active" | "ended";
            summary: components["schemas"]["SessionSummaryDto"];
            /** @description How things are followed over its pictures; null where they are not. */
            tracking: components["schemas"]["TrackingDto"] | null;
            /** @description Version or alias of it; null for the one that answers by default. */
            version: string | null;
        };
        SessionPageDto: {
            /** @description Newest first. */
            items: components["schemas"]["SessionDto"][];
            /** @description For the next page; null on the last one. */
            next_cursor: string | null;
        };
        SessionSummaryDto: {
            /**
             * @description From the first to the last sign of life, in seconds.
             * @example 42.5
             */
            duration_seconds: number;
            /**
             * @description By name of the label.
             * @example {
             *       "warning_triangle": {
             *         "count": 3,
             *         "pictures": 3,
             *         "best_score": 0.91,
             *         "first_seen": "2026-11-21T10:00:00.000Z",
             *         "last_seen": "2026-11-21T10:00:42.000Z",
             *         "unique": 1,
             *         "longest_dwell_seconds": 42
             *       }
             *     }
             */
            labels: {
                [key: string]: components["schemas"]["LabelSummaryDto"];
            };
        };
        ShiftDto: {
            /** @description Predictions that could be compared. */
            count: number;
            /** @description Their mean. */
            mean: number | null;
            /** @description The one in the middle. */
            median: number | null;
            /** @description A twentieth of them moved further down. */
            p5: number | null;
            /** @description A twentieth of them moved further up. */
            p95: number | null;
        };
        SkippedDto: {
            /**
             * @description Relative to the model folder.
             * @example broken/model.yaml
             */
            path: string;
            /** @example input.color: RBG is not one of RGB, BGR, GRAY */
            reason: string;
        };
        StatisticsDto: {
            model_stats: components["schemas"]["ModelStatisticsDto"][];
        };
        StoredRecordsDto: {
            /** @description How many of them are new or other than what was stored; 0 when the same is sent again. */
            changed: number;
            /** @description Records of the request. */
            received: number;
            /** @example 0b9f4ed2-3f0e-4a39-9d0c-2f6c5b1f7a10 */
            subject_id: string;
            /**
             * @description Fields that are stored and that no model reads: perhaps they are misspelt.
             * @example []
             */
            unread_fields: string[];
        };
        SubjectModelDto: {
            /** @description Time that this model took, in milliseconds; the models run side by side. */
            elapsed_ms: number;
            /** @description Why the model could not be asked at all. */
            error?: components["schemas"]["ErrorBodyDto"];
            /** @example mood-state */
            model: string;
            /** @description One for each day that was asked about, latest first. */
            predictions: components["schemas"]["SubjectPredictionDto"][];
            /**
             * @description The version that answers; null where none does.
             * @example 1
             */
            version: string | null;
        };
        SubjectPredictionDto: {
            /**
             * @description The last day of which the model knows.
             * @example 2026-11-02
             */
            as_of: string;
            /** @description Features for which the default of the manifest stands, as the records do not tell them. */
            defaulted: string[];
            error?: components["schemas"]["ErrorBodyDto"];
            /**
             * @description What the model was given, by feature; null where the records do not tell and the model takes that.
             * @example {
             *       "mood_mean": 8.5,
             *       "sleep_hours_trend": -0.2
             *     }
             */
            features: {
                [key: string]: unknown;
            };
            prediction?: components["schemas"]["PredictionDto"];
        };
        SubjectPredictionsDto: {
            /** @description Whether the answer is from the cache: then ids and times are those of when it was made. */
            cached: boolean;
            /** @description Days of the latest records, as of which each model was asked; latest first. */
            days: string[];
            /** @description Models that did not. */
            failed: number;
            models: components["schemas"]["SubjectModelDto"][];
            /** @example 0b9f4ed2-3f0e-4a39-9d0c-2f6c5b1f7a10 */
            subject_id: string;
            /** @description Models that answered for every day. */
            succeeded: number;
        };
        SubjectRecordDto: {
            /** @example 2026-11-02 */
            date: string;
            /**
             * Format: date-time
             * @description When it was stored or changed last.
             */
            stored_at: string;
            /**
             * @example {
             *       "mood": 6,
             *       "sleep_hours": 7.5,
             *       "medication_taken": true
             *     }
             */
            values: {
                [key: string]: number | boolean | string;
            };
        };
        SubjectRecordPageDto: {
            /** @description Newest day first. */
            items: components["schemas"]["SubjectRecordDto"][];
            /** @description For the next page; null on the last one. */
            next_cursor: string | null;
        };
        TensorDto: {
            /**
             * @description Numbers, texts or truth values, by datatype.
             * @example [
             *       0.1,
             *       0.7,
             *       0.2
             *     ]
             */
            data: Record<string, never>[];
            /** @example float32 */
            datatype: string;
            /** @example output */
            name: string;
            /**
             * @example [
             *       1,
             *       3
             *     ]
             */
            shape: number[];
        };
        TensorInputDto: {
            /**
             * @description Values in row-major order, flat or nested; 64-bit integers beyond 2^53 as text.
             * @example [
             *       0.5,
             *       1,
             *       2
             *     ]
             */
            data: Record<string, never>[];
            /** @example x */
            name: string;
            /**
             * @example [
             *       1,
             *       3
             *     ]
             */
            shape: number[];
        };
        TensorMetadataDto: {
            /** @example FP32 */
            datatype: string;
            /** @example images */
            name: string;
            /**
             * @description -1 for a size that may vary.
             * @example [
             *       -1,
             *       3,
             *       320,
             *       320
             *     ]
             */
            shape: number[];
        };
        TensorResultDto: {
            outputs: components["schemas"]["TensorDto"][];
        };
        TimingsDto: {
            /** @description From the file's bytes to pixels. */
            decode: number;
            /** @description From output tensors to labels. */
            postprocess: number;
            /** @description From pixels to the input tensor. */
            preprocess: number;
            /** @description Waiting for an executor. */
            queue: number;
            /** @description Inside the model; for a batch the whole batch's time. */
            run: number;
            /** @description From the arrival of the input to the answer. */
            total: number;
        };
        TrackDto: {
            /** @description 0-1. */
            best_score: number;
            /** @description From the first to the last picture that showed it. */
            dwell_seconds: number;
            /**
             * Format: date-time
             * @description First picture that showed it.
             */
            first_seen: string;
            /** @description Whether it is gone: not seen for `max_gap_seconds`, or the session is over. Noticed with the next picture. */
            has_left: boolean;
            /** @example person */
            label: string;
            /**
             * Format: date-time
             * @description Last picture that showed it.
             */
            last_seen: string;
            /** @description In how many it was seen. */
            pictures: number;
            /**
             * @description From 1 in each session.
             * @example 3
             */
            track_id: number;
        };
        TrackingDto: {
            /**
             * @description Pictures in a row in which a thing is seen before it counts.
             * @default 2
             */
            confirm_pictures?: number;
            /**
             * @description Boxes of at least this score begin tracks and are paired first, 0-1. Those below it only continue one, as far as
             *     `score_threshold` lets them through.
             * @default 0.5
             */
            high_score?: number;
            /**
             * @description Least overlap of a box with where its track is expected, as intersection over union, 0-1.
             * @default 0.2
             */
            match_iou?: number;
            /**
             * @description What is not seen for longer has left.
             * @default 2
             */
            max_gap_seconds?: number;
        };
        TrackPageDto: {
            /** @description In the order in which they came in. */
            items: components["schemas"]["TrackDto"][];
            /** @description For the next page; null on the last one. */
            next_cursor: number | null;
        };
        TrafficDto: {
            /**
             * @description The version or alias that the others are measured by.
             * @example production
             */
            baseline: string;
            /**
             * @description Percentage by version or alias; they make 100.
             * @example {
             *       "production": 90,
             *       "canary": 10
             *     }
             */
            weights: {
                [key: string]: number;
            };
        };
        TrialDto: {
            /** @description Errors of the baseline's requests, 0-1. */
            baseline_error_rate: number;
            /** @description Requests that the baseline answered or failed meanwhile. */
            baseline_requests: number;
            /** @description Answers that were compared with the baseline's. */
            compared: number;
            /** @description Answers that differ from the baseline's. */
            disagreed: number;
            /** @description Differing ones of those that were compared, 0-1. */
            disagreement_rate: number;
            /**
             * Format: date-time
             * @description When the trial was over; null while it goes on.
             */
            ended_at: string | null;
            /** @description Errors of the requests, 0-1. */
            error_rate: number;
            /** @description Requests that it failed. */
            errors: number;
            /** @description The last ones, newest first. */
            examples: components["schemas"]["DisagreementDto"][];
            /** @description Requests that it answered or failed; those of the cache do not count. */
            requests: number;
            /**
             * @description `canary`: it answers a share of the requests. `shadow`: it is asked beside, and never answers.
             * @enum {string}
             */
            role: "canary" | "shadow";
            /**
             * Format: date-time
             * @description When this instance saw its first request.
             */
            since: string;
            /** @example 2 */
            version: string;
            /** @description Why the guard ended it; null when it goes on or somebody else ended it. */
            withdrawn_because: string | null;
        };
        UpdateSessionDto: {
            /** @description Replaces the metadata. */
            metadata: {
                [key: string]: unknown;
            };
        };
        ValueErrorDto: {
            /** @description Predictions with a true value. */
            count: number;
            /** @description Mean distance from the true value. */
            mean_absolute_error: number;
            /** @description Of predicted minus true: positive when the model says too much. */
            mean_error: number;
            /**
             * @description The value.
             * @example age
             */
            name: string;
            /** @description As the mean, but large errors weigh more. */
            root_mean_square_error: number;
        };
        ValueOverTimeDto: {
            /**
             * @description How many values it is made of: one a frame, or one for each part of a frame that the model looked at.
             * @example 8
             */
            count: number;
            /** @example 27.9 */
            max: number;
            /** @example 12.4 */
            mean: number;
            /** @example -3.1 */
            min: number;
            /** @example yaw */
            name: string;
            /**
             * @description Standard deviation of the values themselves: 0 for a single one.
             * @example 8.25
             */
            standard_deviation: number;
            /**
             * @description Unit of the numbers, from the manifest; null when it names none.
             * @example degree
             */
            unit: string | null;
        };
        VersionAccuracyDto: {
            /** @description Right ones among the judged, 0-1; null when there are none. */
            accuracy: number | null;
            /** @description By true label, most frequent first; only opinions that name one. */
            confusion: components["schemas"]["ConfusionDto"][];
            /** @description Of the judged those that were right. */
            correct: number;
            /** @description For models that answer numbers. */
            errors: components["schemas"]["ValueErrorDto"][];
            /** @description Predictions with feedback. */
            feedback: number;
            /** @description Wilson interval of the accuracy; null when nothing was judged. */
            interval: components["schemas"]["AccuracyIntervalDto"] | null;
            /** @description Of them those that were said to be right or wrong. */
            judged: number;
            /**
             * @description The version that predicted.
             * @example 2
             */
            version: string;
        };
        VersionFaultDto: {
            /** @example model.onnx is cut off: the graph needs 3662 bytes, the file has 60 */
            reason: string;
            /**
             * @description null when the fault is of the model as a whole.
             * @example 2
             */
            version: string | null;
        };
        VersionStatusDto: {
            executors: components["schemas"]["ExecutorDto"][];
            /** @description null when the version has no golden samples. */
            golden: components["schemas"]["GoldenStatusDto"] | null;
            /** @description Loading the file into the first process, in milliseconds; null before it is loaded. */
            load_ms: number | null;
            /** @description Most requests in one run: as declared, and as seen to give the same answers as alone. */
            max_batch: number | null;
            /** @description Why it is not ready; null when it is. */
            reason: string | null;
            /** @description Processes that had to be replaced since the start. */
            restarts: number;
            /** @description Requests inside a process. */
            running: number;
            /** @enum {string} */
            state: "unloaded" | "loading" | "ready" | "failed" | "draining";
            /** @example 1 */
            version: string;
            /** @description Requests that wait for a process. */
            waiting: number;
            /** @description Memory that they hold while they wait. */
            waiting_bytes: number;
            /** @description The real runs before the first request, in milliseconds. */
            warmup_ms: number | null;
        };
        VersionSummaryDto: {
            /** @description Why it is not ready; null when it is. */
            reason: string | null;
            /** @enum {string} */
            state: "unloaded" | "loading" | "ready" | "failed" | "draining";
            /** @example 1 */
            version: string;
        };
        VideoFormDto: {
            /** @description Whether a box may suppress an overlapping box of another label. */
            class_agnostic?: boolean;
            /**
             * @description For `every`: 1 takes every frame, 30 one of thirty.
             * @example 30
             */
            every_n?: number;
            /**
             * Format: binary
             * @description One MP4, MOV, WebM, MKV or AVI file.
             */
            file: Blob;
            /**
             * @description For `evenly`: how many; 8 when not given, and all when the video has fewer.
             * @example 8
             */
            frames?: number;
            /**
             * @description Overlap (intersection over union), 0-1, above which the weaker of two boxes is dropped.
             * @example 0.45
             */
            iou_threshold?: number;
            /** @description Only boxes with these labels; in a form: names separated by commas. */
            labels?: string[];
            /** @description Whether every box has its mask, for a model that has masks. The model's own choice when absent. */
            masks?: boolean;
            /**
             * @description Most boxes in the answer.
             * @example 100
             */
            max_detections?: number;
            /**
             * @description For `at`, instead of `position_seconds`: 0 is the first picture, 1 the last.
             * @example 0.5
             */
            position_fraction?: number;
            /**
             * @description For `at`: seconds from the start, as a player counts them.
             * @example 1.5
             */
            position_seconds?: number;
            /**
             * @description Least score of a class, 0-1, for a model whose classes do not exclude each other. The model's own when absent.
             * @example 0.5
             */
            score_threshold?: number;
            /**
             * @description `middle`: the frame in the middle. `at`: the one at a position. `every`: every n-th. `evenly`: n frames, spread
             *     evenly over the time.
             * @example evenly
             * @enum {string}
             */
            strategy?: "middle" | "at" | "every" | "evenly";
            /**
             * @description How many classes to answer, best first.
             * @example 5
             */
            top_k?: number;
        };
        VideoFrameDto: {
            error?: components["schemas"]["ErrorBodyDto"];
            /**
             * @description Number of the frame in the video, from 0, in the order in which they are shown.
             * @example 120
             */
            index: number;
            prediction?: components["schemas"]["PredictionDto"];
            /**
             * @description When it is shown, in seconds from the start, as a player counts.
             * @example 4
             */
            time_seconds: number;
        };
        VideoInfoDto: {
            /** @example h264 */
            codec: string;
            /**
             * @description From the start to the end of the last picture, as a player counts.
             * @example 14.367
             */
            duration_seconds: number;
            /**
             * @description Pictures a second, on average.
             * @example 30
             */
            fps: number;
            /**
             * @description Pictures in the video, chosen or not.
             * @example 431
             */
            frame_count: number;
            /**
             * @description Height of the upright picture, in pixels.
             * @example 240
             */
            height: number;
            /**
             * @description Width of the upright picture, in pixels.
             * @example 426
             */
            width: number;
        };
        VideoPredictionDto: {
            /** @description All frames together, by task; null when none has an answer. */
            aggregate: (components["schemas"]["DetectionAggregateDto"] | components["schemas"]["ClassificationAggregateDto"] | components["schemas"]["RegressionAggregateDto"]) | null;
            /** @example 0 */
            failed: number;
            /** @description In the order in which they are shown. */
            frames: components["schemas"]["VideoFrameDto"][];
            /** @example 8 */
            succeeded: number;
            video: components["schemas"]["VideoInfoDto"];
        };
        WarmCacheDto: {
            /** @description Inputs, the most frequent first; what `cache.warm` of the model says, else 100. */
            limit?: number;
        };
        WarmingDto: {
            /**
             * @description Inputs for each, at most.
             * @example 100
             */
            limit: number;
            /** @example hazard-detector */
            name: string;
            /**
             * @description Versions that answer now, one after the other.
             * @example [
             *       "2"
             *     ]
             */
            versions: string[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "Health_live[0]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveDto"];
                };
            };
        };
    };
    Health_deep: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Health Check is successful */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        details?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        };
                        /** @example {} */
                        error?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        info?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example ok
                         * @enum {string}
                         */
                        status?: "ok" | "degraded";
                    };
                };
            };
            /** @description The Health Check is not successful */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       },
                         *       "redis": {
                         *         "status": "down",
                         *         "message": "Could not connect",
                         *         "responseTime": 3005
                         *       }
                         *     }
                         */
                        details?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        };
                        /**
                         * @example {
                         *       "redis": {
                         *         "status": "down",
                         *         "message": "Could not connect",
                         *         "responseTime": 3005
                         *       }
                         *     }
                         */
                        error?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        info?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example error
                         * @enum {string}
                         */
                        status?: "error" | "shutting_down";
                    };
                };
            };
        };
    };
    "Health_live[1]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveDto"];
                };
            };
        };
    };
    "Health_ready[0]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Health Check is successful */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        details?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        };
                        /** @example {} */
                        error?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        info?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example ok
                         * @enum {string}
                         */
                        status?: "ok" | "degraded";
                    };
                };
            };
            /** @description The Health Check is not successful */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       },
                         *       "redis": {
                         *         "status": "down",
                         *         "message": "Could not connect",
                         *         "responseTime": 3005
                         *       }
                         *     }
                         */
                        details?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        };
                        /**
                         * @example {
                         *       "redis": {
                         *         "status": "down",
                         *         "message": "Could not connect",
                         *         "responseTime": 3005
                         *       }
                         *     }
                         */
                        error?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        info?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example error
                         * @enum {string}
                         */
                        status?: "error" | "shutting_down";
                    };
                };
            };
        };
    };
    Health_startup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveDto"];
                };
            };
            /** @description Models are still being loaded. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    Metrics_scrape: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One line a series. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    "Health_ready[1]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Health Check is successful */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        details?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        };
                        /** @example {} */
                        error?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        info?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example ok
                         * @enum {string}
                         */
                        status?: "ok" | "degraded";
                    };
                };
            };
            /** @description The Health Check is not successful */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       },
                         *       "redis": {
                         *         "status": "down",
                         *         "message": "Could not connect",
                         *         "responseTime": 3005
                         *       }
                         *     }
                         */
                        details?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        };
                        /**
                         * @example {
                         *       "redis": {
                         *         "status": "down",
                         *         "message": "Could not connect",
                         *         "responseTime": 3005
                         *       }
                         *     }
                         */
                        error?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        info?: {
                            [key: string]: {
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example error
                         * @enum {string}
                         */
                        status?: "error" | "shutting_down";
                    };
                };
            };
        };
    };
    ManifestSchema_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/schema+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Models_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelListDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Models_info: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelInfoDto"];
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Feedback_accuracy: {
        parameters: {
            query?: {
                /** @description Earliest time of a prediction, included (ISO 8601). */
                from?: string;
                /** @description Latest time, not included (ISO 8601). */
                to?: string;
                /** @description Only this version. */
                version?: string;
            };
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccuracyDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `HISTORY_UNAVAILABLE` The database is away or history is switched off. Predictions go on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    RoutingAdmin_putAliases: {
        parameters: {
            query?: never;
            header?: {
                /** @description Revision that the change is based on, as the ETag gives it; without it the change is applied to whatever holds. */
                "if-match"?: string;
            };
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutAliasesDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_REFUSED` A version that the routing was to name is not fit to answer, or an alias that was to go is in use. Nothing was changed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `REVISION_MISMATCH` Somebody else changed the routing since the revision that If-Match names. Read it again and decide anew. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_UNAVAILABLE` The database is away or switched off, so the routing cannot be changed. The last known one goes on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    RoutingAdmin_putAlias: {
        parameters: {
            query?: never;
            header?: {
                /** @description Revision that the change is based on, as the ETag gives it; without it the change is applied to whatever holds. */
                "if-match"?: string;
            };
            path: {
                alias: string;
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutAliasDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_REFUSED` A version that the routing was to name is not fit to answer, or an alias that was to go is in use. Nothing was changed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `REVISION_MISMATCH` Somebody else changed the routing since the revision that If-Match names. Read it again and decide anew. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_UNAVAILABLE` The database is away or switched off, so the routing cannot be changed. The last known one goes on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    RoutingAdmin_removeAlias: {
        parameters: {
            query?: never;
            header?: {
                /** @description Revision that the change is based on, as the ETag gives it; without it the change is applied to whatever holds. */
                "if-match"?: string;
            };
            path: {
                alias: string;
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `ALIAS_NOT_FOUND` The model has no such alias.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_REFUSED` A version that the routing was to name is not fit to answer, or an alias that was to go is in use. Nothing was changed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `REVISION_MISMATCH` Somebody else changed the routing since the revision that If-Match names. Read it again and decide anew. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_UNAVAILABLE` The database is away or switched off, so the routing cannot be changed. The last known one goes on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    CachedAnswers_erase: {
        parameters: {
            query?: {
                /** @description Only those of model files with this digest, or with a digest that begins so. */
                digest?: string;
                /** @description Only those of this version. */
                version?: string;
            };
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasedAnswersDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Warming_warm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WarmCacheDto"];
            };
        };
        responses: {
            /** @description It is going to be done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarmingDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Routing_disagreement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisagreementReportDto"];
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    ModelAdmin_load: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelSummaryDto"];
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_LOAD_FAILED` What lies in the model folder cannot be served, so it was not taken over. What served before goes on. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Predict_predict: {
        parameters: {
            query?: {
                /** @description `preprocess` shows what the model sees of one picture instead of predicting: the picture made back from the input tensor (as PNG with `Accept: image/png`), and the tensor in numbers (PreprocessDebugDto, which is not listed among the answers, so that clients need not tell it apart). Off unless DEBUG_PREPROCESS is set. */
                debug?: "preprocess";
            };
            header?: {
                /** @description `no-cache` computes the answer anew. */
                "cache-control"?: string;
                /** @description Longest wait for the answer, in milliseconds; the server and the model may allow less. */
                "x-request-timeout-ms"?: number;
            };
            path: {
                model: string;
            };
            cookie?: never;
        };
        /** @description Pictures as a form or as base64 in JSON; rows of a table and raw tensors as JSON. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PredictJsonDto"];
                "multipart/form-data": components["schemas"]["PredictFormDto"];
            };
        };
        responses: {
            /** @description One input: a prediction. Several files or `rows`: a list, each answered by itself. With `Accept: image/png` or `image/jpeg` one picture is answered with what the model says drawn on it. */
            200: {
                headers: {
                    /** @description Age of a cached answer, in seconds. */
                    Age?: number;
                    /** @description Where the time went, in milliseconds. */
                    "Server-Timing"?: string;
                    /** @description `HIT`, `MISS`, `BYPASS`, or `COALESCED` when an equal request was in progress. */
                    "X-Cache"?: "HIT" | "MISS" | "BYPASS" | "COALESCED";
                    /** @description Id in the history, also for a drawn picture. */
                    "X-Prediction-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionDto"] | components["schemas"]["PredictionsDto"];
                    "image/jpeg": Blob;
                    "image/png": Blob;
                };
            };
            /**
             * @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.
             *
             *     `MALFORMED_BODY` The body is not what its Content-Type says: broken JSON or a broken multipart stream.
             *
             *     `NO_INPUT` The request carries nothing to predict on.
             *
             *     `EMPTY_FILE` An uploaded file has no bytes.
             *
             *     `UNDECODABLE_IMAGE` The file starts like a picture but its content is damaged or cut off.
             *
             *     `INVALID_TENSOR` A tensor has the wrong name, shape, data type or number of values for this model.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `DEBUG_OFF` The request asks for debug output, which this server does not give. Set DEBUG_PREPROCESS=true. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `NOT_ACCEPTABLE` The Accept header asks for something this route cannot give. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `FILE_TOO_LARGE` One file is larger than MAX_UPLOAD_SIZE, or a video than MAX_VIDEO_SIZE.
             *
             *     `PAYLOAD_TOO_LARGE` The whole request, the number of files or a form field is over its limit.
             *
             *     `TOO_MANY_PIXELS` The picture is small as a file but unpacks to more than MAX_IMAGE_MEGAPIXELS.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE` The content is not of an accepted kind. The bytes decide, not the name or the declared type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `REGION_NOT_FOUND` The model looks at what another model finds, and that one found nothing. Send another picture; `region.fallback` of the manifest may allow an answer without.
             *
             *     `POISON_INPUT` This very input was inside a process of the model when it crashed, twice. It is refused for ten minutes.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_INFERENCE_FAILED` The model raised an error on this input, or its process died. Other requests are not affected.
             *
             *     `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id.
             */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status.
             *
             *     `QUEUE_FULL` The model has as much work waiting as it may have. Retry after Retry-After seconds.
             *
             *     `SHUTTING_DOWN` This instance is stopping. Another one will take the request.
             */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `DEADLINE_EXCEEDED` The deadline passed while the request was waiting; it was never run.
             *
             *     `INFERENCE_TIMEOUT` The deadline passed while the model was running. Its process is replaced.
             */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Batch_predictBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description `no-cache` computes every answer anew. */
                "cache-control"?: string;
                /** @description Longest wait for the whole batch, upload included, in milliseconds; the server may allow less. */
                "x-request-timeout-ms"?: number;
            };
            path: {
                model: string;
            };
            cookie?: never;
        };
        /** @description Pictures as a form, the fields before the files, or as base64 in JSON. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchFormDto"];
                "multipart/form-data": components["schemas"]["BatchFormDto"];
            };
        };
        responses: {
            /** @description Each input answered by itself, also when all of them failed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionsDto"];
                };
            };
            /**
             * @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.
             *
             *     `MALFORMED_BODY` The body is not what its Content-Type says: broken JSON or a broken multipart stream.
             *
             *     `NO_INPUT` The request carries nothing to predict on.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `NOT_ACCEPTABLE` The Accept header asks for something this route cannot give. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `REQUEST_TIMEOUT` The client took too long to send its headers or its body. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `PAYLOAD_TOO_LARGE` The whole request, the number of files or a form field is over its limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE` The content is not of an accepted kind. The bytes decide, not the name or the declared type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status.
             *
             *     `SHUTTING_DOWN` This instance is stopping. Another one will take the request.
             */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Video_predictVideo: {
        parameters: {
            query?: never;
            header?: {
                /** @description `no-cache` computes every frame anew. */
                "cache-control"?: string;
                /** @description Longest wait for the answer, upload included, in milliseconds; the server may allow less. */
                "x-request-timeout-ms"?: number;
            };
            path: {
                model: string;
            };
            cookie?: never;
        };
        /** @description One video as a form. */
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["VideoFormDto"];
            };
        };
        responses: {
            /** @description The chosen frames, each answered by itself, and all of them together. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VideoPredictionDto"];
                };
            };
            /**
             * @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.
             *
             *     `MALFORMED_BODY` The body is not what its Content-Type says: broken JSON or a broken multipart stream.
             *
             *     `NO_INPUT` The request carries nothing to predict on.
             *
             *     `EMPTY_FILE` An uploaded file has no bytes.
             *
             *     `UNDECODABLE_VIDEO` The file starts like a video but its content is damaged, cut off, or holds no pictures; or one frame of it does.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `NOT_ACCEPTABLE` The Accept header asks for something this route cannot give. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `FILE_TOO_LARGE` One file is larger than MAX_UPLOAD_SIZE, or a video than MAX_VIDEO_SIZE.
             *
             *     `PAYLOAD_TOO_LARGE` The whole request, the number of files or a form field is over its limit.
             *
             *     `TOO_MANY_PIXELS` The picture is small as a file but unpacks to more than MAX_IMAGE_MEGAPIXELS.
             *
             *     `VIDEO_TOO_LONG` The video lasts, or claims to last, longer than MAX_VIDEO_SECONDS.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE` The content is not of an accepted kind. The bytes decide, not the name or the declared type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `VIDEO_UNSUPPORTED` Videos are decoded by ffmpeg, which is not installed on this server or cannot be used. Everything else works without it. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status.
             *
             *     `VIDEO_BUSY` As many videos as MAX_VIDEO_REQUESTS allows are in progress. Retry after Retry-After seconds.
             *
             *     `SHUTTING_DOWN` This instance is stopping. Another one will take the request.
             */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `VIDEO_TIMEOUT` The deadline passed before the video, or this frame of it, was received and decoded. Ask for fewer frames, or raise VIDEO_TIMEOUT_SECONDS. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    ModelAdmin_reload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReloadDto"];
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_LOAD_FAILED` What lies in the model folder cannot be served, so it was not taken over. What served before goes on. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    RoutingAdmin_rollBack: {
        parameters: {
            query?: never;
            header?: {
                /** @description Revision that the change is based on, as the ETag gives it; without it the change is applied to whatever holds. */
                "if-match"?: string;
            };
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollBackDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_REFUSED` A version that the routing was to name is not fit to answer, or an alias that was to go is in use. Nothing was changed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `REVISION_MISMATCH` Somebody else changed the routing since the revision that If-Match names. Read it again and decide anew. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_UNAVAILABLE` The database is away or switched off, so the routing cannot be changed. The last known one goes on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Routing_routing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingDto"];
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    RoutingAdmin_history: {
        parameters: {
            query?: {
                /** @description Changes to list. */
                limit?: number;
            };
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingHistoryDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_UNAVAILABLE` The database is away or switched off, so the routing cannot be changed. The last known one goes on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Samples_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamplesDto"];
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Samples_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file as it lies there. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "image/jpeg": Blob;
                    "video/mp4": Blob;
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `SAMPLE_NOT_FOUND` The model has no such sample. The message lists the ones that it has.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    RoutingAdmin_putShadow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Revision that the change is based on, as the ETag gives it; without it the change is applied to whatever holds. */
                "if-match"?: string;
            };
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutShadowDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_REFUSED` A version that the routing was to name is not fit to answer, or an alias that was to go is in use. Nothing was changed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `REVISION_MISMATCH` Somebody else changed the routing since the revision that If-Match names. Read it again and decide anew. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_UNAVAILABLE` The database is away or switched off, so the routing cannot be changed. The last known one goes on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    RoutingAdmin_removeShadow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Revision that the change is based on, as the ETag gives it; without it the change is applied to whatever holds. */
                "if-match"?: string;
            };
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_REFUSED` A version that the routing was to name is not fit to answer, or an alias that was to go is in use. Nothing was changed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `REVISION_MISMATCH` Somebody else changed the routing since the revision that If-Match names. Read it again and decide anew. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_UNAVAILABLE` The database is away or switched off, so the routing cannot be changed. The last known one goes on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Models_status: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelStatusDto"];
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    RoutingAdmin_putTraffic: {
        parameters: {
            query?: never;
            header?: {
                /** @description Revision that the change is based on, as the ETag gives it; without it the change is applied to whatever holds. */
                "if-match"?: string;
            };
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutTrafficDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_REFUSED` A version that the routing was to name is not fit to answer, or an alias that was to go is in use. Nothing was changed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `REVISION_MISMATCH` Somebody else changed the routing since the revision that If-Match names. Read it again and decide anew. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_UNAVAILABLE` The database is away or switched off, so the routing cannot be changed. The last known one goes on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    RoutingAdmin_removeTraffic: {
        parameters: {
            query?: never;
            header?: {
                /** @description Revision that the change is based on, as the ETag gives it; without it the change is applied to whatever holds. */
                "if-match"?: string;
            };
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_REFUSED` A version that the routing was to name is not fit to answer, or an alias that was to go is in use. Nothing was changed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `REVISION_MISMATCH` Somebody else changed the routing since the revision that If-Match names. Read it again and decide anew. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `ROUTING_UNAVAILABLE` The database is away or switched off, so the routing cannot be changed. The last known one goes on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    ModelAdmin_unload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelSummaryDto"];
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Predict_predictWithVersion: {
        parameters: {
            query?: {
                /** @description `preprocess` shows what the model sees of one picture instead of predicting: the picture made back from the input tensor (as PNG with `Accept: image/png`), and the tensor in numbers (PreprocessDebugDto, which is not listed among the answers, so that clients need not tell it apart). Off unless DEBUG_PREPROCESS is set. */
                debug?: "preprocess";
            };
            header?: {
                /** @description `no-cache` computes the answer anew. */
                "cache-control"?: string;
                /** @description Longest wait for the answer, in milliseconds; the server and the model may allow less. */
                "x-request-timeout-ms"?: number;
            };
            path: {
                model: string;
                version: string;
            };
            cookie?: never;
        };
        /** @description Pictures as a form or as base64 in JSON; rows of a table and raw tensors as JSON. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PredictJsonDto"];
                "multipart/form-data": components["schemas"]["PredictFormDto"];
            };
        };
        responses: {
            /** @description One input: a prediction. Several files or `rows`: a list, each answered by itself. With `Accept: image/png` or `image/jpeg` one picture is answered with what the model says drawn on it. */
            200: {
                headers: {
                    /** @description Age of a cached answer, in seconds. */
                    Age?: number;
                    /** @description Where the time went, in milliseconds. */
                    "Server-Timing"?: string;
                    /** @description `HIT`, `MISS`, `BYPASS`, or `COALESCED` when an equal request was in progress. */
                    "X-Cache"?: "HIT" | "MISS" | "BYPASS" | "COALESCED";
                    /** @description Id in the history, also for a drawn picture. */
                    "X-Prediction-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionDto"] | components["schemas"]["PredictionsDto"];
                    "image/jpeg": Blob;
                    "image/png": Blob;
                };
            };
            /**
             * @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.
             *
             *     `MALFORMED_BODY` The body is not what its Content-Type says: broken JSON or a broken multipart stream.
             *
             *     `NO_INPUT` The request carries nothing to predict on.
             *
             *     `EMPTY_FILE` An uploaded file has no bytes.
             *
             *     `UNDECODABLE_IMAGE` The file starts like a picture but its content is damaged or cut off.
             *
             *     `INVALID_TENSOR` A tensor has the wrong name, shape, data type or number of values for this model.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `DEBUG_OFF` The request asks for debug output, which this server does not give. Set DEBUG_PREPROCESS=true. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `NOT_ACCEPTABLE` The Accept header asks for something this route cannot give. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `FILE_TOO_LARGE` One file is larger than MAX_UPLOAD_SIZE, or a video than MAX_VIDEO_SIZE.
             *
             *     `PAYLOAD_TOO_LARGE` The whole request, the number of files or a form field is over its limit.
             *
             *     `TOO_MANY_PIXELS` The picture is small as a file but unpacks to more than MAX_IMAGE_MEGAPIXELS.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE` The content is not of an accepted kind. The bytes decide, not the name or the declared type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `REGION_NOT_FOUND` The model looks at what another model finds, and that one found nothing. Send another picture; `region.fallback` of the manifest may allow an answer without.
             *
             *     `POISON_INPUT` This very input was inside a process of the model when it crashed, twice. It is refused for ten minutes.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_INFERENCE_FAILED` The model raised an error on this input, or its process died. Other requests are not affected.
             *
             *     `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id.
             */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status.
             *
             *     `QUEUE_FULL` The model has as much work waiting as it may have. Retry after Retry-After seconds.
             *
             *     `SHUTTING_DOWN` This instance is stopping. Another one will take the request.
             */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `DEADLINE_EXCEEDED` The deadline passed while the request was waiting; it was never run.
             *
             *     `INFERENCE_TIMEOUT` The deadline passed while the model was running. Its process is replaced.
             */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Batch_predictBatchWithVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description `no-cache` computes every answer anew. */
                "cache-control"?: string;
                /** @description Longest wait for the whole batch, upload included, in milliseconds; the server may allow less. */
                "x-request-timeout-ms"?: number;
            };
            path: {
                model: string;
                version: string;
            };
            cookie?: never;
        };
        /** @description Pictures as a form, the fields before the files, or as base64 in JSON. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchFormDto"];
                "multipart/form-data": components["schemas"]["BatchFormDto"];
            };
        };
        responses: {
            /** @description Each input answered by itself, also when all of them failed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionsDto"];
                };
            };
            /**
             * @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.
             *
             *     `MALFORMED_BODY` The body is not what its Content-Type says: broken JSON or a broken multipart stream.
             *
             *     `NO_INPUT` The request carries nothing to predict on.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `NOT_ACCEPTABLE` The Accept header asks for something this route cannot give. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `REQUEST_TIMEOUT` The client took too long to send its headers or its body. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `PAYLOAD_TOO_LARGE` The whole request, the number of files or a form field is over its limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE` The content is not of an accepted kind. The bytes decide, not the name or the declared type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status.
             *
             *     `SHUTTING_DOWN` This instance is stopping. Another one will take the request.
             */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Video_predictVideoWithVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description `no-cache` computes every frame anew. */
                "cache-control"?: string;
                /** @description Longest wait for the answer, upload included, in milliseconds; the server may allow less. */
                "x-request-timeout-ms"?: number;
            };
            path: {
                model: string;
                version: string;
            };
            cookie?: never;
        };
        /** @description One video as a form. */
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["VideoFormDto"];
            };
        };
        responses: {
            /** @description The chosen frames, each answered by itself, and all of them together. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VideoPredictionDto"];
                };
            };
            /**
             * @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.
             *
             *     `MALFORMED_BODY` The body is not what its Content-Type says: broken JSON or a broken multipart stream.
             *
             *     `NO_INPUT` The request carries nothing to predict on.
             *
             *     `EMPTY_FILE` An uploaded file has no bytes.
             *
             *     `UNDECODABLE_VIDEO` The file starts like a video but its content is damaged, cut off, or holds no pictures; or one frame of it does.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `NOT_ACCEPTABLE` The Accept header asks for something this route cannot give. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `FILE_TOO_LARGE` One file is larger than MAX_UPLOAD_SIZE, or a video than MAX_VIDEO_SIZE.
             *
             *     `PAYLOAD_TOO_LARGE` The whole request, the number of files or a form field is over its limit.
             *
             *     `TOO_MANY_PIXELS` The picture is small as a file but unpacks to more than MAX_IMAGE_MEGAPIXELS.
             *
             *     `VIDEO_TOO_LONG` The video lasts, or claims to last, longer than MAX_VIDEO_SECONDS.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE` The content is not of an accepted kind. The bytes decide, not the name or the declared type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `VIDEO_UNSUPPORTED` Videos are decoded by ffmpeg, which is not installed on this server or cannot be used. Everything else works without it. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status.
             *
             *     `VIDEO_BUSY` As many videos as MAX_VIDEO_REQUESTS allows are in progress. Retry after Retry-After seconds.
             *
             *     `SHUTTING_DOWN` This instance is stopping. Another one will take the request.
             */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `VIDEO_TIMEOUT` The deadline passed before the video, or this frame of it, was received and decoded. Ask for fewer frames, or raise VIDEO_TIMEOUT_SECONDS. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Predictions_find: {
        parameters: {
            query?: {
                confidence_status?: "HIGH" | "MEDIUM" | "LOW";
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Earliest time, included (ISO 8601). */
                from?: string;
                /** @description One of the labels of the answer. */
                label?: string;
                /** @description Rows on a page. */
                limit?: number;
                model?: string;
                request_id?: string;
                /** @description Only those made in this session. */
                session_id?: string;
                /** @description Predictions that were only made to be compared with others: left out unless asked for. */
                shadow?: "only" | "include";
                status?: "succeeded" | "failed";
                /** @description Only those about this subject. */
                subject_id?: string;
                /** @description Latest time, not included (ISO 8601). */
                to?: string;
                version?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionPageDto"];
                };
            };
            /**
             * @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.
             *
             *     `INVALID_CURSOR` The paging cursor was not made by this server. Start again without one.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `HISTORY_UNAVAILABLE` The database is away or history is switched off. Predictions go on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Predictions_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                prediction_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionRecordDto"];
                };
            };
            /** @description `PREDICTION_NOT_FOUND` No prediction with that id, or it is older than the retention period. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `HISTORY_UNAVAILABLE` The database is away or history is switched off. Predictions go on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Feedback_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                prediction_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackListDto"];
                };
            };
            /** @description `PREDICTION_NOT_FOUND` No prediction with that id, or it is older than the retention period. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `HISTORY_UNAVAILABLE` The database is away or history is switched off. Predictions go on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Feedback_give: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                prediction_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveFeedbackDto"];
            };
        };
        responses: {
            /** @description The opinion that counts already says so. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackDto"];
                };
            };
            /** @description A new opinion; it counts from now on. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `PREDICTION_NOT_FOUND` No prediction with that id, or it is older than the retention period. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `HISTORY_UNAVAILABLE` The database is away or history is switched off. Predictions go on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Predictions_input: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                prediction_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The input. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
            /**
             * @description `PREDICTION_NOT_FOUND` No prediction with that id, or it is older than the retention period.
             *
             *     `INPUT_NOT_STORED` What the prediction was made from is not kept, or not any more. Set history.store_input: reference in the manifest of the model.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `HISTORY_UNAVAILABLE` The database is away or history is switched off. Predictions go on.
             *
             *     `STORAGE_UNAVAILABLE` What was kept of uploads or results cannot be read now, or nothing more can be kept. Predictions go on.
             */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Predictions_resultImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                prediction_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": Blob;
                };
            };
            /**
             * @description `PREDICTION_NOT_FOUND` No prediction with that id, or it is older than the retention period.
             *
             *     `RESULT_IMAGE_NOT_STORED` The prediction has no picture of its answer: not kept, not drawn yet, or not any more. Set history.store_result: drawn in the manifest of the model.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `HISTORY_UNAVAILABLE` The database is away or history is switched off. Predictions go on.
             *
             *     `STORAGE_UNAVAILABLE` What was kept of uploads or results cannot be read now, or nothing more can be kept. Predictions go on.
             */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Predictions_export: {
        parameters: {
            query?: {
                confidence_status?: "HIGH" | "MEDIUM" | "LOW";
                /** @description `csv` for spreadsheets, `ndjson` for programs: one prediction a line, as in the history. */
                format?: "csv" | "ndjson";
                /** @description Earliest time, included (ISO 8601). */
                from?: string;
                /** @description One of the labels of the answer. */
                label?: string;
                model?: string;
                request_id?: string;
                /** @description Only those made in this session. */
                session_id?: string;
                /** @description Predictions that were only made to be compared with others: left out unless asked for. */
                shadow?: "only" | "include";
                status?: "succeeded" | "failed";
                /** @description Only those about this subject. */
                subject_id?: string;
                /** @description Latest time, not included (ISO 8601). */
                to?: string;
                version?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": Blob;
                    "text/csv": Blob;
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `EXPORT_BUSY` As many exports of the history as may run at a time are running. Retry after Retry-After seconds.
             *
             *     `HISTORY_UNAVAILABLE` The database is away or history is switched off. Predictions go on.
             */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Replays_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayListDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `HISTORY_UNAVAILABLE` The database is away or history is switched off. Predictions go on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Replays_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateReplayDto"];
            };
        };
        responses: {
            /** @description It is queued. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             *
             *     `ALIAS_NOT_FOUND` The model has no such alias.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status.
             *
             *     `HISTORY_UNAVAILABLE` The database is away or history is switched off. Predictions go on.
             */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Replays_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                replay_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayDetailsDto"];
                };
            };
            /** @description `REPLAY_NOT_FOUND` No replay with that id, or it is older than the retention period. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `HISTORY_UNAVAILABLE` The database is away or history is switched off. Predictions go on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Replays_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                replay_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayDto"];
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `REPLAY_NOT_FOUND` No replay with that id, or it is older than the retention period. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `HISTORY_UNAVAILABLE` The database is away or history is switched off. Predictions go on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Sessions_list: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Earliest creation, included (ISO 8601). */
                from?: string;
                /** @description Sessions on a page. */
                limit?: number;
                model?: string;
                status?: "created" | "active" | "ended";
                /** @description Latest creation, not included (ISO 8601). */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPageDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_STORE_UNAVAILABLE` The database is away, and this needs it: making or ending a session, or one whose state nobody else can tell for certain. Retry after Retry-After seconds. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Sessions_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSessionDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_STORE_UNAVAILABLE` The database is away, and this needs it: making or ending a session, or one whose state nobody else can tell for certain. Retry after Retry-After seconds. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Sessions_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND` No session with that id; it was deleted, or never made. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_STORE_UNAVAILABLE` The database is away, and this needs it: making or ending a session, or one whose state nobody else can tell for certain. Retry after Retry-After seconds. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Sessions_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `SESSION_NOT_FOUND` No session with that id; it was deleted, or never made. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_STORE_UNAVAILABLE` The database is away, and this needs it: making or ending a session, or one whose state nobody else can tell for certain. Retry after Retry-After seconds. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Sessions_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateSessionDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_NOT_FOUND` No session with that id; it was deleted, or never made. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_ENDED` The session has been ended. Make a new one. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_EXPIRED` Nobody used the session for its time to live. Make a new one, or give it more time (`ttl_seconds`). */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_STORE_UNAVAILABLE` The database is away, and this needs it: making or ending a session, or one whose state nobody else can tell for certain. Retry after Retry-After seconds. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    SessionDetect_detect: {
        parameters: {
            query?: {
                /**
                 * @description When the picture was taken, for a session that follows things: ISO 8601 with a time zone, or Unix milliseconds. The time of
                 *     arrival when absent. Of several files as many times, separated by commas; without them they are not followed.
                 */
                captured_at?: string;
                /** @description `preprocess` shows what the model sees of one picture instead of predicting: the picture made back from the input tensor (as PNG with `Accept: image/png`), and the tensor in numbers (PreprocessDebugDto, which is not listed among the answers, so that clients need not tell it apart). Off unless DEBUG_PREPROCESS is set. */
                debug?: "preprocess";
                /** @description Name of a model; the session's own, the only one that is served, or the only object detector, when absent. */
                model?: string;
                /** @description Version or alias of it. */
                version?: string;
            };
            header?: {
                /** @description `no-cache` computes the answer anew. */
                "cache-control"?: string;
                /** @description Longest wait for the answer, in milliseconds; the server and the model may allow less. */
                "x-request-timeout-ms"?: number;
            };
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        /** @description Pictures as a form or as base64 in JSON; rows of a table and raw tensors as JSON. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PredictFormDto"];
                "multipart/form-data": components["schemas"]["PredictFormDto"];
            };
        };
        responses: {
            /** @description One input: a prediction. Several files or `rows`: a list, each answered by itself. With `Accept: image/png` or `image/jpeg` one picture is answered with what the model says drawn on it. */
            200: {
                headers: {
                    /** @description Age of a cached answer, in seconds. */
                    Age?: number;
                    /** @description Where the time went, in milliseconds. */
                    "Server-Timing"?: string;
                    /** @description `HIT`, `MISS`, `BYPASS`, or `COALESCED` when an equal request was in progress. */
                    "X-Cache"?: "HIT" | "MISS" | "BYPASS" | "COALESCED";
                    /** @description Id in the history, also for a drawn picture. */
                    "X-Prediction-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionDto"] | components["schemas"]["PredictionsDto"];
                    "image/jpeg": Blob;
                    "image/png": Blob;
                };
            };
            /**
             * @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.
             *
             *     `MALFORMED_BODY` The body is not what its Content-Type says: broken JSON or a broken multipart stream.
             *
             *     `NO_INPUT` The request carries nothing to predict on.
             *
             *     `EMPTY_FILE` An uploaded file has no bytes.
             *
             *     `UNDECODABLE_IMAGE` The file starts like a picture but its content is damaged or cut off.
             *
             *     `INVALID_TENSOR` A tensor has the wrong name, shape, data type or number of values for this model.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `DEBUG_OFF` The request asks for debug output, which this server does not give. Set DEBUG_PREPROCESS=true. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             *
             *     `SESSION_NOT_FOUND` No session with that id; it was deleted, or never made.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `NOT_ACCEPTABLE` The Accept header asks for something this route cannot give. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_ENDED` The session has been ended. Make a new one. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_EXPIRED` Nobody used the session for its time to live. Make a new one, or give it more time (`ttl_seconds`). */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `FILE_TOO_LARGE` One file is larger than MAX_UPLOAD_SIZE, or a video than MAX_VIDEO_SIZE.
             *
             *     `PAYLOAD_TOO_LARGE` The whole request, the number of files or a form field is over its limit.
             *
             *     `TOO_MANY_PIXELS` The picture is small as a file but unpacks to more than MAX_IMAGE_MEGAPIXELS.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE` The content is not of an accepted kind. The bytes decide, not the name or the declared type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `REGION_NOT_FOUND` The model looks at what another model finds, and that one found nothing. Send another picture; `region.fallback` of the manifest may allow an answer without.
             *
             *     `POISON_INPUT` This very input was inside a process of the model when it crashed, twice. It is refused for ten minutes.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_INFERENCE_FAILED` The model raised an error on this input, or its process died. Other requests are not affected.
             *
             *     `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id.
             */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status.
             *
             *     `QUEUE_FULL` The model has as much work waiting as it may have. Retry after Retry-After seconds.
             *
             *     `SHUTTING_DOWN` This instance is stopping. Another one will take the request.
             *
             *     `SESSION_STORE_UNAVAILABLE` The database is away, and this needs it: making or ending a session, or one whose state nobody else can tell for certain. Retry after Retry-After seconds.
             */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `DEADLINE_EXCEEDED` The deadline passed while the request was waiting; it was never run.
             *
             *     `INFERENCE_TIMEOUT` The deadline passed while the model was running. Its process is replaced.
             */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Sessions_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND` No session with that id; it was deleted, or never made. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_ENDED` The session has been ended. Make a new one. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_EXPIRED` Nobody used the session for its time to live. Make a new one, or give it more time (`ttl_seconds`). */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_STORE_UNAVAILABLE` The database is away, and this needs it: making or ending a session, or one whose state nobody else can tell for certain. Retry after Retry-After seconds. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    SessionEvents_events: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of the last event that the client knows: what came after it is told first. Browsers send it by themselves. */
                "last-event-id"?: number;
            };
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events until the session is over, the client goes away or the server stops. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The session is over, and the client knows all of it. Browsers stop asking. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_NOT_FOUND` No session with that id; it was deleted, or never made. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `SESSION_STORE_UNAVAILABLE` The database is away, and this needs it: making or ending a session, or one whose state nobody else can tell for certain. Retry after Retry-After seconds.
             *
             *     `TOO_MANY_CONNECTIONS` As many feeds and streams of sessions are open as SESSION_LIVE_CONNECTIONS allows. Retry after Retry-After seconds.
             *
             *     `SHUTTING_DOWN` This instance is stopping. Another one will take the request.
             */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Sessions_predictions: {
        parameters: {
            query?: {
                confidence_status?: "HIGH" | "MEDIUM" | "LOW";
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Earliest time, included (ISO 8601). */
                from?: string;
                /** @description One of the labels of the answer. */
                label?: string;
                /** @description Rows on a page. */
                limit?: number;
                model?: string;
                request_id?: string;
                /** @description Only those made in this session. */
                session_id?: string;
                /** @description Predictions that were only made to be compared with others: left out unless asked for. */
                shadow?: "only" | "include";
                status?: "succeeded" | "failed";
                /** @description Only those about this subject. */
                subject_id?: string;
                /** @description Latest time, not included (ISO 8601). */
                to?: string;
                version?: string;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionPageDto"];
                };
            };
            /**
             * @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.
             *
             *     `INVALID_CURSOR` The paging cursor was not made by this server. Start again without one.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_NOT_FOUND` No session with that id; it was deleted, or never made. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `HISTORY_UNAVAILABLE` The database is away or history is switched off. Predictions go on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    SessionStream_stream: {
        parameters: {
            query?: {
                /** @description Name of a model; the session's own, the only one that is served, or the only object detector, when absent. */
                model?: string;
                /** @description Version or alias of it. */
                version?: string;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection is a WebSocket now. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `FORBIDDEN_ORIGIN` A page of another origin tried to open a WebSocket. Name its origin in CORS_ORIGINS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             *
             *     `SESSION_NOT_FOUND` No session with that id; it was deleted, or never made.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_ENDED` The session has been ended. Make a new one. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_EXPIRED` Nobody used the session for its time to live. Make a new one, or give it more time (`ttl_seconds`). */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `UPGRADE_REQUIRED` The route is a WebSocket and was called without its handshake. */
            426: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /**
             * @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status.
             *
             *     `QUEUE_FULL` The model has as much work waiting as it may have. Retry after Retry-After seconds.
             *
             *     `SESSION_STORE_UNAVAILABLE` The database is away, and this needs it: making or ending a session, or one whose state nobody else can tell for certain. Retry after Retry-After seconds.
             *
             *     `TOO_MANY_CONNECTIONS` As many feeds and streams of sessions are open as SESSION_LIVE_CONNECTIONS allows. Retry after Retry-After seconds.
             *
             *     `SHUTTING_DOWN` This instance is stopping. Another one will take the request.
             */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Sessions_listTracks: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: number;
                label?: string;
                /** @description Tracks on a page. */
                limit?: number;
                /** @description `true`: only what is still there; `false`: only what has left. */
                present?: boolean;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackPageDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_NOT_FOUND` No session with that id; it was deleted, or never made. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SESSION_STORE_UNAVAILABLE` The database is away, and this needs it: making or ending a session, or one whose state nobody else can tell for certain. Retry after Retry-After seconds. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Subjects_erase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID that you choose. */
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SUBJECT_NOT_FOUND` Nothing is stored of that subject, or it was erased. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SUBJECT_STORE_UNAVAILABLE` The database is away or switched off, and with it the records of subjects. Other predictions go on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Subjects_predictions: {
        parameters: {
            query?: {
                /** @description Latest check-ins as of which each model is asked: 1 for today's answer, more for a curve. At most MAX_LIMIT_CHECKINS. */
                limit?: number;
                /** @description Names of models, separated by commas; every one that takes records when absent. */
                models?: string;
            };
            header?: never;
            path: {
                /** @description A UUID that you choose. */
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectPredictionsDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SUBJECT_NOT_FOUND` Nothing is stored of that subject, or it was erased. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SUBJECT_STORE_UNAVAILABLE` The database is away or switched off, and with it the records of subjects. Other predictions go on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Subjects_records: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Records on a page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A UUID that you choose. */
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectRecordPageDto"];
                };
            };
            /** @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SUBJECT_NOT_FOUND` Nothing is stored of that subject, or it was erased. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SUBJECT_STORE_UNAVAILABLE` The database is away or switched off, and with it the records of subjects. Other predictions go on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    Subjects_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID that you choose. */
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutRecordsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredRecordsDto"];
                };
            };
            /**
             * @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.
             *
             *     `MALFORMED_BODY` The body is not what its Content-Type says: broken JSON or a broken multipart stream.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `PAYLOAD_TOO_LARGE` The whole request, the number of files or a form field is over its limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description `SUBJECT_STORE_UNAVAILABLE` The database is away or switched off, and with it the records of subjects. Other predictions go on. */
            503: {
                headers: {
                    /** @description Seconds to wait before the next try. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDto"];
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    OpenInference_server: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerMetadataDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    OpenInferenceHealth_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerLiveDto"];
                };
            };
        };
    };
    OpenInferenceHealth_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerReadyDto"];
                };
            };
            /** @description Not ready. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerReadyDto"];
                };
            };
        };
    };
    OpenInference_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelNamesDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    OpenInference_metadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelMetadataDto"];
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    OpenInference_config: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelConfigDto"];
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    Infer_infer: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: "gzip" | "deflate";
                /** @description Bytes of JSON at the head of the body, where binary tensors follow; 0 for a raw body. */
                "Inference-Header-Content-Length"?: number;
            };
            path: {
                model: string;
            };
            cookie?: never;
        };
        /** @description JSON, or JSON and binary tensors behind it; the Content-Type does not matter. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["InferRequestDto"];
            };
        };
        responses: {
            /** @description JSON; with binary outputs behind it where they were asked for. */
            200: {
                headers: {
                    /** @description Bytes of JSON at the head of the body, where binary tensors follow; 0 for a raw body. */
                    "Inference-Header-Content-Length"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InferResponseDto"];
                    "application/octet-stream": Blob;
                };
            };
            /**
             * @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.
             *
             *     `MALFORMED_BODY` The body is not what its Content-Type says: broken JSON or a broken multipart stream.
             *
             *     `INVALID_TENSOR` A tensor has the wrong name, shape, data type or number of values for this model.
             *
             *     `EMPTY_FILE` An uploaded file has no bytes.
             *
             *     `UNDECODABLE_IMAGE` The file starts like a picture but its content is damaged or cut off.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             *
             *     `SESSION_NOT_FOUND` No session with that id; it was deleted, or never made.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `SESSION_ENDED` The session has been ended. Make a new one. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `SESSION_EXPIRED` Nobody used the session for its time to live. Make a new one, or give it more time (`ttl_seconds`). */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /**
             * @description `PAYLOAD_TOO_LARGE` The whole request, the number of files or a form field is over its limit.
             *
             *     `FILE_TOO_LARGE` One file is larger than MAX_UPLOAD_SIZE, or a video than MAX_VIDEO_SIZE.
             *
             *     `TOO_MANY_PIXELS` The picture is small as a file but unpacks to more than MAX_IMAGE_MEGAPIXELS.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE` The content is not of an accepted kind. The bytes decide, not the name or the declared type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /**
             * @description `MODEL_INFERENCE_FAILED` The model raised an error on this input, or its process died. Other requests are not affected.
             *
             *     `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id.
             */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /**
             * @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status.
             *
             *     `QUEUE_FULL` The model has as much work waiting as it may have. Retry after Retry-After seconds.
             *
             *     `SHUTTING_DOWN` This instance is stopping. Another one will take the request.
             *
             *     `SESSION_STORE_UNAVAILABLE` The database is away, and this needs it: making or ending a session, or one whose state nobody else can tell for certain. Retry after Retry-After seconds.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /**
             * @description `DEADLINE_EXCEEDED` The deadline passed while the request was waiting; it was never run.
             *
             *     `INFERENCE_TIMEOUT` The deadline passed while the model was running. Its process is replaced.
             */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    OpenInference_ready: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelReadyDto"];
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    OpenInference_statistics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatisticsDto"];
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    OpenInference_versionMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelMetadataDto"];
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    OpenInference_versionConfig: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelConfigDto"];
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    Infer_inferWithVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: "gzip" | "deflate";
                /** @description Bytes of JSON at the head of the body, where binary tensors follow; 0 for a raw body. */
                "Inference-Header-Content-Length"?: number;
            };
            path: {
                model: string;
                version: string;
            };
            cookie?: never;
        };
        /** @description JSON, or JSON and binary tensors behind it; the Content-Type does not matter. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["InferRequestDto"];
            };
        };
        responses: {
            /** @description JSON; with binary outputs behind it where they were asked for. */
            200: {
                headers: {
                    /** @description Bytes of JSON at the head of the body, where binary tensors follow; 0 for a raw body. */
                    "Inference-Header-Content-Length"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InferResponseDto"];
                    "application/octet-stream": Blob;
                };
            };
            /**
             * @description `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.
             *
             *     `MALFORMED_BODY` The body is not what its Content-Type says: broken JSON or a broken multipart stream.
             *
             *     `INVALID_TENSOR` A tensor has the wrong name, shape, data type or number of values for this model.
             *
             *     `EMPTY_FILE` An uploaded file has no bytes.
             *
             *     `UNDECODABLE_IMAGE` The file starts like a picture but its content is damaged or cut off.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             *
             *     `SESSION_NOT_FOUND` No session with that id; it was deleted, or never made.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `SESSION_ENDED` The session has been ended. Make a new one. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `SESSION_EXPIRED` Nobody used the session for its time to live. Make a new one, or give it more time (`ttl_seconds`). */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /**
             * @description `PAYLOAD_TOO_LARGE` The whole request, the number of files or a form field is over its limit.
             *
             *     `FILE_TOO_LARGE` One file is larger than MAX_UPLOAD_SIZE, or a video than MAX_VIDEO_SIZE.
             *
             *     `TOO_MANY_PIXELS` The picture is small as a file but unpacks to more than MAX_IMAGE_MEGAPIXELS.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE` The content is not of an accepted kind. The bytes decide, not the name or the declared type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /**
             * @description `MODEL_INFERENCE_FAILED` The model raised an error on this input, or its process died. Other requests are not affected.
             *
             *     `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id.
             */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /**
             * @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status.
             *
             *     `QUEUE_FULL` The model has as much work waiting as it may have. Retry after Retry-After seconds.
             *
             *     `SHUTTING_DOWN` This instance is stopping. Another one will take the request.
             *
             *     `SESSION_STORE_UNAVAILABLE` The database is away, and this needs it: making or ending a session, or one whose state nobody else can tell for certain. Retry after Retry-After seconds.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /**
             * @description `DEADLINE_EXCEEDED` The deadline passed while the request was waiting; it was never run.
             *
             *     `INFERENCE_TIMEOUT` The deadline passed while the model was running. Its process is replaced.
             */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    OpenInference_versionReady: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelReadyDto"];
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    OpenInference_versionStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatisticsDto"];
                };
            };
            /**
             * @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there.
             *
             *     `VERSION_NOT_FOUND` The model has no such version.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `MODEL_NOT_READY` The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    OpenInference_allStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatisticsDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    Repository_index: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["IndexRequestDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndexItemDto"][];
                };
            };
            /**
             * @description `MALFORMED_BODY` The body is not what its Content-Type says: broken JSON or a broken multipart stream.
             *
             *     `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    Repository_load: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is ready. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `MALFORMED_BODY` The body is not what its Content-Type says: broken JSON or a broken multipart stream.
             *
             *     `VALIDATION_FAILED` A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `MODEL_LOAD_FAILED` What lies in the model folder cannot be served, so it was not taken over. What served before goes on. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `NOT_SUPPORTED` Part of the Open Inference Protocol that this server does not have. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
    Repository_unload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is unloaded. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHORIZED` An admin route was called without a token, or with one that is not in ADMIN_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `FORBIDDEN` Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `MODEL_NOT_FOUND` No model of that name. The message lists the ones that are there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `RATE_LIMIT_EXCEEDED` This client used up its allowance. Wait for Retry-After seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
            /** @description `INTERNAL_ERROR` A fault of the server. The log has the rest under the same request id. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInferenceErrorDto"];
                };
            };
        };
    };
}
