package io.keelstream.notifier.notice;

import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.attention.TargetAttention;
import io.keelstream.contracts.deployment.DeploymentDelayed;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentSkipped;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.drift.DriftDetected;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionObserved;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event that somebody may be notified of.
 *
 * @param kind its kind
 * @param source the CloudEvents {@code source}: which service of which installation
 * @param event the event; its payload is the kind's
 */
public record Notice(Kind kind, String source, Received<? extends Record> event) {

    /** The target, {@code <target name>/<application name>}. */
    public String target() {
        return event.key();
    }

    /** What the event says. */
    public Record payload() {
        return event.payload();
    }

    /** The commit that it is about, all its digits; null where it is about none. */
    public @Nullable String commit() {
        Revision revision = revision();
        return payload() instanceof DeploymentSkipped skipped
                ? skipped.commit()
                : revision == null ? null : revision.commit();
    }

    /** What is known of that commit, or of the one that overtook it; null where it is about none. */
    public @Nullable Revision revision() {
        return switch (payload()) {
            case RevisionObserved observed -> observed.revision();
            case RevisionRejected rejected -> rejected.revision();
            case DeploymentStarted started -> started.deployment().revision();
            case DeploymentFinished finished -> finished.deployment().revision();
            case DeploymentDelayed delayed -> delayed.revision();
            case DeploymentSkipped skipped -> skipped.revision();
            case TargetAttention attention -> attention.attention().revision();
            case DriftDetected drift -> drift.drift().revision();
            default -> null;
        };
    }

    /** The end of this notice's commit, as the applier says it: it gets no deployment of its own, because a later commit came before. */
    public Notice overtakenBy(Revision later) {
        DeploymentSkipped end = new DeploymentSkipped(
                TargetIdentity.of(TargetName.parse(target()), "", ""),
                Objects.requireNonNull(commit(), "the notice is about a commit"),
                DeploymentSkipped.Reason.OVERTAKEN,
                later);
        return new Notice(
                Kind.SKIPPED,
                source,
                new Received<>(
                        event.key(),
                        end,
                        event.id(),
                        event.sequence(),
                        event.time(),
                        event.place(),
                        event.traceparent()));
    }

    /** Whether it is about the target's deployments; else it is about a commit before them, or about drift. */
    public boolean ofDeployment() {
        return kind.type().topic() == Topic.DEPLOYMENT;
    }

    /** How the deployment ended; empty for anything but an end. */
    public Optional<Outcome> outcome() {
        return payload() instanceof DeploymentFinished finished ? Optional.of(finished.outcome()) : Optional.empty();
    }

    /** What waits for a person, or waited; empty for anything else. */
    public Optional<Attention> attention() {
        return payload() instanceof TargetAttention waiting ? Optional.of(waiting.attention()) : Optional.empty();
    }

    /** Whether it repeats what an earlier event said. */
    public boolean reminder() {
        return kind == Kind.ATTENTION_NEEDED
                && attention()
                        .map(Attention::said)
                        .filter(said -> said.reminders() > 0)
                        .isPresent();
    }
}
