package io.keelstream.gitwatcher.watch;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.evaluation.ApplicationTransition;
import io.keelstream.gitwatcher.evaluation.EvaluationListener;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.tracing.SpanAttributes;
import io.keelstream.tracing.Stage;
import io.keelstream.tracing.Traces;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spans of one commit in this service: the whole, the fetch, the discovery, and each rendered target. Opened and closed
 * by the ref's thread; targets are rendered on others.
 */
final class CommitSpans implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommitSpans.class);

    private final String commit;
    private final Stage observing;
    private final CommitHeaders headers;

    private CommitSpans(String commit, Stage observing) {
        this.commit = commit;
        this.observing = observing;
        this.headers = new CommitHeaders(observing.traceparent());
    }

    /**
     * A commit was found.
     *
     * @param before trace context of its observation before; null for the first one
     */
    static CommitSpans open(Traces traces, RepositorySettings settings, String commit, @Nullable String before) {
        Stage observing = traces.of("observe", settings.name(), commit)
                .with(SpanAttributes.REF, settings.ref())
                .causedBy(before)
                .open();
        return new CommitSpans(commit, observing);
    }

    /** The trace contexts of the commit's records, also after the spans are closed. */
    CommitHeaders headers() {
        return headers;
    }

    Stage fetching() {
        return observing.part("fetch");
    }

    /** Forwards decisions and records spans of the rest. */
    EvaluationListener listener(Consumer<List<ApplicationTransition>> decided) {
        return new EvaluationListener() {
            @Override
            public void decided(List<ApplicationTransition> together) {
                decided.accept(together);
            }

            @Override
            public Part discovering() {
                return observing.part("discover")::close;
            }

            @Override
            public Part rendering(TargetName target) {
                return new Rendering(target);
            }
        };
    }

    void evaluated(int rendered, int problems) {
        observing.with("keelstream.rendered", rendered).with("keelstream.problems", problems);
    }

    /** The commit is not processed for now. */
    void failed(Problem problem) {
        observing.failed(List.of(problem));
    }

    @Override
    public void close() {
        observing.close();
    }

    /** One target being rendered, on the thread that does it. */
    private final class Rendering implements EvaluationListener.Part {

        private final TargetName target;
        private final Stage stage;

        private Rendering(TargetName target) {
            this.target = target;
            this.stage = observing.part("render").with(SpanAttributes.TARGET, target.toString());
            headers.targets().put(target, stage.traceparent());
        }

        @Override
        public void refused(List<Problem> problems) {
            stage.failed(problems);
        }

        @Override
        public void unexpected(Throwable failure) {
            LOG.atError()
                    .addKeyValue("target", target.toString())
                    .addKeyValue("commit", commit)
                    .setCause(failure)
                    .log("Rendering ended unexpectedly");
        }

        @Override
        public void close() {
            stage.close();
        }
    }
}
