package io.keelstream.e2e.latest;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.messaging.event.Fact;
import io.keelstream.testing.partition.Aftermath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
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

    /** How long the last commit took from when it could be applied until it was; null where nothing of it was to be written. */
    @Nullable
    Duration latency() {
        Deployment last = deployments().getLast();
        if (!last.plan().answers(run.latest())) {
            return null;
        }
        Instant free = Stream.concat(Stream.of(run.mayBegin()), hooksEnded().stream())
                .max(Instant::compareTo)
                .orElseThrow();
        Instant applied = writes.in(run.namespace()).stream()
                .filter(each -> !each.kind().equals("Job"))
                .filter(each -> isWrite(each))
                .map(Writes.Seen::at)
                .filter(at -> !at.isBefore(last.started()))
                .max(Instant::compareTo)
                .orElse(free);
        return applied.isBefore(free) ? Duration.ZERO : Duration.between(free, applied);
    }

    /** A change of an object's status is no write of ours. */
    private boolean isWrite(Writes.Seen seen) {
        return !seen.kind().equals("Deployment")
                || seen.object().at("status", "observedGeneration") == null
                || ((Number) seen.object().at("status", "observedGeneration")).longValue() < seen.generation();
    }

    private List<Instant> hooksEnded() {
        List<Instant> ended = new ArrayList<>();
        for (Fact fact : facts) {
            if (fact.payload() instanceof Execution at
                    && at.step() instanceof Step.Hooking(var hook, var _, var _)
                    && hook.end() != null
                    && hook.phase() == io.keelstream.contracts.hook.HookPhase.PRE_APPLY) {
                ended.add(fact.context().time());
            }
        }
        return ended;
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
        Map<String, Wish> wishes = new HashMap<>();
        for (int i = 0; i < run.story().pushes().size(); i++) {
            wishes.put(Run.commit(i), run.story().pushes().get(i).wish());
        }
        String last = Run.commit(run.story().pushes().size() - 1);
        for (Deployment each : deployments()) {
            String commit = each.plan().revision().commit();
            boolean expected = switch (each.outcome()) {
                case HEALTHY -> wishes.get(commit).endsWell() || each.plan().trigger() != Trigger.REVISION;
                case FAILED, DEGRADED -> !wishes.get(commit).endsWell();
                case SUPERSEDED -> !each.plan().origin().forDesired().endsWith("@" + last);
                default -> false;
            };
            if (!expected) {
                faults.add("the deployment of " + commit + " (" + wishes.get(commit) + ") ended " + each.outcome());
            }
        }
        return faults;
    }

    /** Commits are accepted in the order of Git, and what is written comes in the order in which it was accepted. */
    private List<String> order() {
        List<String> faults = new ArrayList<>();
        List<String> answered = deployments().stream()
                .map(each -> each.plan().origin().forDesired().replaceAll(".*@", ""))
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
        Wish last = run.story().last().wish();
        Manifest web = live.get(Wish.WEB.formatted(run.namespace()));
        Manifest config = live.get(Wish.CONFIG.formatted(run.namespace()));
        if (web != null && !last.imageName().equals(image(web))) {
            faults.add("the Deployment has the image " + image(web));
        }
        if (config != null && !String.valueOf(last.value()).equals(config.at("data", "value"))) {
            faults.add("the ConfigMap has the value " + config.at("data", "value"));
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
