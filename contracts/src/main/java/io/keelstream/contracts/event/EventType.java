package io.keelstream.contracts.event;

import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisCancelled;
import io.keelstream.contracts.analysis.AnalysisMeasured;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStarted;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.attention.TargetAttention;
import io.keelstream.contracts.audit.DeploymentRecorded;
import io.keelstream.contracts.cluster.ClusterState;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.deployment.DeploymentDelayed;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentProgressed;
import io.keelstream.contracts.deployment.DeploymentSkipped;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.TargetRemoved;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.NewerLimits;
import io.keelstream.contracts.drift.DriftChanged;
import io.keelstream.contracts.drift.DriftDetected;
import io.keelstream.contracts.drift.DriftResolved;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.RevisionObserved;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.contracts.webhook.WebhookReceived;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/** Every event type: its CloudEvents name, the topic it travels on and the record that carries its data. */
public enum EventType {
    REVISION_OBSERVED("io.keelstream.revision.observed.v1", Topic.REVISION, RevisionObserved.class),
    REVISION_REJECTED("io.keelstream.revision.rejected.v1", Topic.REVISION, RevisionRejected.class),
    DESIRED_CHANGED("io.keelstream.desired.changed.v1", Topic.DESIRED, Desired.class),
    DESIRED_REMOVED("io.keelstream.desired.removed.v1", Topic.DESIRED, Desired.class),
    LIMITS_CHANGED("io.keelstream.limits.changed.v1", Topic.LIMITS, NewerLimits.class),
    HEAD_MOVED("io.keelstream.head.moved.v1", Topic.HEAD, Head.class),
    WEBHOOK_RECEIVED("io.keelstream.webhook.received.v1", Topic.WEBHOOK, WebhookReceived.class),
    PLAN_CHANGED("io.keelstream.plan.changed.v1", Topic.PLAN, Plan.class),
    PLANNER_ANSWERED("io.keelstream.planner-answer.changed.v1", Topic.PLANNER_ANSWER, DecisionAnswer.class),
    KNOWN_GOOD_CHANGED("io.keelstream.known-good.changed.v1", Topic.KNOWN_GOOD, DESIRED_CHANGED),
    CLUSTER_CHANGED("io.keelstream.cluster.changed.v1", Topic.CLUSTER, ClusterState.class),
    DEPLOYMENT_STARTED("io.keelstream.deployment.started.v1", Topic.DEPLOYMENT, DeploymentStarted.class),
    DEPLOYMENT_PROGRESSED("io.keelstream.deployment.progressed.v1", Topic.DEPLOYMENT, DeploymentProgressed.class),
    DEPLOYMENT_FINISHED("io.keelstream.deployment.finished.v1", Topic.DEPLOYMENT, DeploymentFinished.class),
    DEPLOYMENT_DELAYED("io.keelstream.deployment.delayed.v1", Topic.DEPLOYMENT, DeploymentDelayed.class),
    DEPLOYMENT_SKIPPED("io.keelstream.deployment.skipped.v1", Topic.DEPLOYMENT, DeploymentSkipped.class),
    TARGET_REMOVED("io.keelstream.target.removed.v1", Topic.DEPLOYMENT, TargetRemoved.class),
    ATTENTION_NEEDED("io.keelstream.attention.needed.v1", Topic.DEPLOYMENT, TargetAttention.class),
    ATTENTION_RESOLVED("io.keelstream.attention.resolved.v1", Topic.DEPLOYMENT, ATTENTION_NEEDED),
    TARGET_CHANGED("io.keelstream.target.changed.v1", Topic.TARGET, TargetState.class),
    INVENTORY_CHANGED("io.keelstream.inventory.changed.v1", Topic.INVENTORY, Inventory.class),
    EXECUTION_CHANGED("io.keelstream.execution.changed.v1", Topic.EXECUTION, Execution.class),
    RUNNING_CHANGED("io.keelstream.running.changed.v1", Topic.RUNNING, PLAN_CHANGED),
    APPLIER_ANSWERED("io.keelstream.applier-answer.changed.v1", Topic.APPLIER_ANSWER, PLANNER_ANSWERED),
    DRIFT_DETECTED("io.keelstream.drift.detected.v1", Topic.DRIFT, DriftDetected.class),
    DRIFT_CHANGED("io.keelstream.drift.changed.v1", Topic.DRIFT, DriftChanged.class),
    DRIFT_RESOLVED("io.keelstream.drift.resolved.v1", Topic.DRIFT, DriftResolved.class),
    DRIFTED_CHANGED("io.keelstream.drifted.changed.v1", Topic.DRIFTED, DriftState.class),
    ANALYSIS_REQUESTED("io.keelstream.analysis.requested.v1", Topic.GATE, AnalysisRequest.class),
    ANALYSIS_STARTED("io.keelstream.analysis.started.v1", Topic.CANARY, AnalysisStarted.class),
    ANALYSIS_MEASURED("io.keelstream.analysis.measured.v1", Topic.CANARY, AnalysisMeasured.class),
    ANALYSIS_CANCELLED("io.keelstream.analysis.cancelled.v1", Topic.CANARY, AnalysisCancelled.class),
    VERDICT_ISSUED("io.keelstream.verdict.issued.v1", Topic.CANARY, VerdictIssued.class),
    ANALYSIS_CHANGED("io.keelstream.analysis.changed.v1", Topic.ANALYSIS, Analysis.class),
    DECISION_MADE("io.keelstream.decision.made.v1", Topic.DECISION, Decision.class),
    DECISION_HONOURED("io.keelstream.decision.honoured.v1", Topic.AUDIT, PLANNER_ANSWERED),
    DECISION_REFUSED("io.keelstream.decision.refused.v1", Topic.AUDIT, PLANNER_ANSWERED),
    DEPLOYMENT_RECORDED("io.keelstream.deployment.recorded.v1", Topic.AUDIT, DeploymentRecorded.class);

    private final String type;
    private final Topic topic;
    private final Class<? extends Record> payload;
    private final String schema;

    EventType(String type, Topic topic, Class<? extends Record> payload) {
        this.type = type;
        this.topic = topic;
        this.payload = payload;
        this.schema = type;
    }

    /** A type whose data have the very shape of another type's. */
    EventType(String type, Topic topic, EventType shape) {
        this.type = type;
        this.topic = topic;
        this.payload = shape.payload;
        this.schema = shape.schema;
    }

    /** The CloudEvents {@code type}. */
    public String type() {
        return type;
    }

    public Topic topic() {
        return topic;
    }

    /** The record that the data reads into. */
    public Class<? extends Record> payload() {
        return payload;
    }

    /** The type whose JSON Schema describes the data: this one, unless the data have the shape of another type's. */
    public String schema() {
        return schema;
    }

    /** Where that JSON Schema says it is; the CloudEvents {@code dataschema}. */
    public URI dataSchema() {
        return URI.create("https://keelstream.io/schemas/" + schema + ".json");
    }

    /** The event type of a CloudEvents {@code type}; empty for one this version does not know. */
    public static Optional<EventType> of(String type) {
        return Arrays.stream(values()).filter(each -> each.type.equals(type)).findFirst();
    }

    /** The one record that a compacted topic carries; throws {@link IllegalArgumentException} for a stream. */
    public static Class<? extends Record> payloadOf(Topic topic) {
        return Arrays.stream(values())
                .filter(each -> each.topic == topic && topic.compacted())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(topic.topicName() + " is no table"))
                .payload;
    }
}
