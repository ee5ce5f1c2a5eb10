package io.keelstream.e2e.latest;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.messaging.event.Fact;
import io.keelstream.testing.partition.Aftermath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What has to be true of a story that was told, by what was recorded and by what a watch saw of the cluster. Pure.
 *
 * @param run the story
 * @param facts everything that was written about its target, in order
 * @param writes what the watch saw
 */
record RunCheck(Run run, List<Fact> facts, Writes writes) {

    /** What is not as it has to be; empty where everything is. */
    List<String> faults() {
        List<String> faults = new ArrayList<>(Aftermath.faults(facts, run.target()));
        faults.addAll(outcomes());
        faults.addAll(order());
        faults.addAll(end());
        writes.runs(run.namespace()).forEach((hook, uids) -> {
            if (uids.size() > 1) {
                faults.add("the hook " + hook + " ran " + uids.size() + " times");
            }
        });
        return faults;
    }

    /**
     * A deployment from its beginning to its end.
     *
     * @param plan what it applied
     */
    record Deployment(Plan plan, Instant started, Instant finished, Outcome outcome) {

        String bundle() {
            return plan.bundleDigest();
        }
    }

    /** Every deployment, in order. */
    List<Deployment> deployments() {
        List<Deployment> all = new ArrayList<>();
        Plan plan = null;
        Instant started = Instant.EPOCH;
        for (Fact fact : facts) {
            if (fact.topic() == Topic.RUNNING && fact.payload() instanceof Plan accepted) {
                plan = accepted;
            }
            if (fact.payload() instanceof DeploymentStarted) {
                started = fact.context().time();
            }
            if (fact.payload() instanceof DeploymentFinished finished && plan != null) {
                all.add(new Deployment(plan, started, fact.context().time(), finished.outcome()));
            }
        }
        return all;
    }

    /** What fails was to fail, what is superseded has a successor, and everything else is healthy. */
    private List<String> outcomes() {
        List<String> faults = new ArrayList<>();
        for (Deployment each : deployments()) {
            String commit = each.plan().revision().commit();
            boolean expected = switch (each.outcome()) {
                case HEALTHY -> run.wish(commit).endsWell() || each.plan().trigger() != Trigger.REVISION;
                case FAILED, DEGRADED -> !run.wish(commit).endsWell();
                case SUPERSEDED -> !each.plan().answers(run.latest());
                default -> false;
            };
            if (!expected) {
                faults.add("the deployment of " + commit + " (" + run.wish(commit) + ") ended " + each.outcome());
            }
        }
        return faults;
    }

    /** Commits are accepted in the order of Git, and what is written comes in the order in which it was accepted. */
    private List<String> order() {
        List<String> faults = new ArrayList<>();
        List<Integer> answered = deployments().stream()
                .map(each -> run.push(each.plan().origin().forDesired().replaceAll(".*@", "")))
                .toList();
        if (!answered.equals(answered.stream().sorted().toList())) {
            faults.add("accepted out of order: " + answered);
        }
        faults.addAll(within("images", writes.images(run.namespace()), accepted("web", RunCheck::image)));
        faults.addAll(
                within("values", writes.values(run.namespace()), accepted("config", body -> body.at("data", "value"))));
        faults.addAll(rollouts());
        return faults;
    }

    /**
     * A roll-out begins with another template alone. The API server counts what changes the annotations of a Deployment as a
     * generation too: the commit of what was to be applied again.
     */
    private List<String> rollouts() {
        List<String> faults = new ArrayList<>();
        Writes.Seen before = null;
        for (Writes.Seen each : writes.in(run.namespace())) {
            if (each.kind().equals("Deployment")) {
                if (before != null
                        && before.generation() != each.generation()
                        && Objects.equals(before.image(), each.image())
                        && Objects.equals(before.commit(), each.commit())) {
                    faults.add("generation " + each.generation() + " begins without a reason");
                }
                before = each;
            }
        }
        int templates = writes.images(run.namespace()).size();
        if (before != null && before.rollouts() > templates) {
            faults.add(before.rollouts() + " roll-outs of " + templates + " templates");
        }
        return faults;
    }

    private static @Nullable Object image(Manifest deployment) {
        Object container = Manifest.list(deployment.at("spec", "template", "spec", "containers"))
                .getFirst();
        return Manifest.map(container).get("image");
    }

    /** What the accepted plans would write of an object, in order; repetitions left out. */
    private List<String> accepted(String name, Function<Manifest, @Nullable Object> part) {
        List<String> all = new ArrayList<>();
        for (Deployment each : deployments()) {
            for (PlannedAction action : each.plan().actions()) {
                if (action instanceof PlannedAction.Write write
                        && write.reference().endsWith("/" + name)) {
                    String value = String.valueOf(
                            part.apply(new Manifest(write.content().body())));
                    if (all.isEmpty() || !all.getLast().equals(value)) {
                        all.add(value);
                    }
                }
            }
        }
        return all;
    }

    /** Each write was accepted, and none came after one that was accepted later. */
    private static List<String> within(String what, List<String> written, List<String> accepted) {
        int at = 0;
        for (String each : accepted) {
            if (at < written.size() && written.get(at).equals(each)) {
                at++;
            }
        }
        return at == written.size()
                ? List.of()
                : List.of("the " + what + " " + written + " were written, and accepted were " + accepted);
    }

    /** The cluster and the inventory have what the last commit wants, and nothing else. */
    private List<String> end() {
        List<String> faults = new ArrayList<>();
        List<String> wanted = run.latest().objects().stream()
                .map(DesiredObject::reference)
                .sorted()
                .toList();
        Inventory inventory = inventory();
        List<String> recorded = inventory.objects().stream()
                .map(InventoryObject::reference)
                .sorted()
                .toList();
        if (!recorded.equals(wanted)) {
            faults.add("the inventory has " + recorded);
        }
        if (inventory.objects().stream().anyMatch(InventoryObject::dirty)) {
            faults.add("the inventory has dirty objects");
        }
        Map<String, Manifest> live = new HashMap<>();
        for (Writes.Seen each : writes.in(run.namespace())) {
            String reference = each.object().groupKind() + "/" + run.namespace() + "/"
                    + each.object().name();
            if (each.deleted()) {
                live.remove(reference);
            } else if (each.object().annotation("keelstream.io/owner") != null
                    && !each.kind().equals("Job")) {
                live.put(reference, each.object());
            }
        }
        if (!List.copyOf(new TreeSet<>(live.keySet())).equals(wanted)) {
            faults.add("the cluster has " + live.keySet());
        }
        if (new LastPush(run, facts, writes).live().equals(Instant.MAX)) {
            faults.add("the cluster is not as the last commit wants: "
                    + run.story().last().wish());
        }
        return faults;
    }

    private Inventory inventory() {
        return facts.stream()
                .filter(fact -> fact.topic() == Topic.INVENTORY)
                .map(fact -> (Inventory) fact.payload())
                .toList()
                .getLast();
    }
}
