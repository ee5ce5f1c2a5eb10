package io.keelstream.contracts.desired;

import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TenantLimits;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a target shall be: all its objects at one revision, or that Git no longer has it. The absence of a record means
 * nothing and never deletes anything.
 *
 * @param removed Git no longer has this target: {@code objects} is empty and {@code policy.onRemoval} decides
 * @param revision the commit that changed the bundle last
 * @param settings what the application's file says of the target as a whole
 * @param bundleDigest digest over cluster, namespace, policy and the objects' digests
 * @param objects every object that is applied, in the order in which the renderer wrote them
 * @param hooks every object that a release runs as a hook, in that order
 * @param notes what else is to be known of the bundle
 */
public record Desired(
        boolean removed,
        Revision revision,
        @Inline Settings settings,
        String bundleDigest,
        List<DesiredObject> objects,
        List<DesiredObject> hooks,
        @Inline Notes notes) {

    public Desired {
        objects = List.copyOf(objects);
        hooks = List.copyOf(hooks);
    }

    /** One without hooks, and of Git alone. */
    public Desired(
            boolean removed,
            Revision revision,
            Settings settings,
            String bundleDigest,
            List<DesiredObject> objects,
            List<Moved> movedTo,
            List<Problem> warnings) {
        this(removed, revision, settings, bundleDigest, objects, List.of(), Notes.of(movedTo, warnings));
    }

    /**
     * What else is to be known of a bundle.
     *
     * @param movedTo objects that left this target for another one in some commit
     * @param warnings what a person should know of the rendering, e.g. a hook that is left out
     * @param sources the charts and bases from elsewhere that were rendered
     * @param requires what has to be healthy before the bundle is applied; not part of its digest
     * @param lifetime the commits that made the target what it is
     * @param signers fingerprints of the keys that signed the commit which changed last what is read for the target; null where
     *     nobody has to sign
     * @param counterparts the targets in Git that objects left for, or came from; null where there are none, and in records of versions
     *     that do not say so. Versions that do not know it read over it
     */
    public record Notes(
            List<Moved> movedTo,
            List<Problem> warnings,
            List<Source> sources,
            List<Requirement> requires,
            @Inline Lifetime lifetime,
            @Nullable List<String> signers,
            @Nullable List<Counterpart> counterparts) {

        public Notes {
            movedTo = List.copyOf(movedTo);
            warnings = List.copyOf(warnings);
            sources = List.copyOf(sources);
            requires = List.copyOf(requires);
            signers = signers == null || signers.isEmpty() ? null : List.copyOf(signers);
            counterparts = counterparts == null || counterparts.isEmpty() ? null : List.copyOf(counterparts);
        }

        /** Those of a bundle that nobody has to sign. */
        public Notes(
                List<Moved> movedTo,
                List<Problem> warnings,
                List<Source> sources,
                List<Requirement> requires,
                List<NumberedCommit> overtaken) {
            this(movedTo, warnings, sources, requires, new Lifetime(overtaken, null), null, null);
        }

        /** Those of a bundle that overtakes nothing, and that nobody has to sign. */
        public Notes(List<Moved> movedTo, List<Problem> warnings, List<Source> sources, List<Requirement> requires) {
            this(movedTo, warnings, sources, requires, List.of());
        }

        /** Those of a bundle of Git alone that requires nothing. */
        public static Notes of(List<Moved> movedTo, List<Problem> warnings) {
            return new Notes(movedTo, warnings, List.of(), List.of());
        }

        /** The same of a target that this commit added; null where it is not known which one did. */
        public Notes withAddedAt(@Nullable NumberedCommit added) {
            Lifetime other = new Lifetime(lifetime.overtaken(), added);
            return new Notes(movedTo, warnings, sources, requires, other, signers, counterparts);
        }

        /** The same, from which these objects left. */
        public Notes withMovedTo(List<Moved> others) {
            return new Notes(others, warnings, sources, requires, lifetime, signers, counterparts);
        }

        /** The same, whose objects left for these targets, or came from them. */
        public Notes withCounterparts(List<Counterpart> others) {
            return new Notes(movedTo, warnings, sources, requires, lifetime, signers, others);
        }
    }

    /**
     * The commits that made a target what it is.
     *
     * @param overtaken the commits of the same ref that changed the bundle before, newest first, at most nineteen
     * @param addedAt the commit of the ref that added the target last: another one where Git removed it and added it again; null in
     *     records of targets that were added by versions that do not say so. Versions that do not know it read over it
     */
    public record Lifetime(
            List<NumberedCommit> overtaken, @Nullable NumberedCommit addedAt) {

        public Lifetime {
            overtaken = List.copyOf(overtaken);
        }
    }

    /**
     * The other side of a move. Nothing moves before it says that it knows this commit: Git may have it stay where it is by the same one.
     *
     * @param target the other target
     * @param changedAt the commit of the ref that changed it last
     */
    public record Counterpart(String target, NumberedCommit changedAt) {}

    /**
     * Another target that has to be healthy first.
     *
     * @param target the other target
     * @param changedAt the commit of the same ref that changed the other target's bundle last: that one or a later one has to be
     *     applied; null where the other target is of another ref, or its commits have no numbers: then what is applied is enough
     */
    public record Requirement(String target, @Nullable NumberedCommit changedAt) {}

    /**
     * A chart or a base that is not in the repository.
     *
     * @param address where it is, without its version
     * @param version the version, tag or commit that was asked for
     * @param digest what was rendered: the digest of a chart's archive or manifest, or a commit
     */
    public record Source(String address, String version, String digest) {}

    /**
     * What an application's file says of a target as a whole.
     *
     * @param cluster the cluster's name in the installation
     * @param namespace namespace of objects that name none
     * @param policy the target's rules
     * @param policyDigest digest over the policy alone
     * @param labels labels of the application's file
     * @param tenants the limits that its objects are held to, those of every tenant that has a say in it; empty where the installation has
     *     no tenants
     */
    public record Settings(
            String cluster,
            String namespace,
            TargetPolicy policy,
            String policyDigest,
            Map<String, String> labels,
            List<TenantLimits> tenants) {

        public Settings {
            labels = Map.copyOf(labels);
            tenants = List.copyOf(tenants);
        }

        /** Those of an installation without tenants. */
        public Settings(
                String cluster,
                String namespace,
                TargetPolicy policy,
                String policyDigest,
                Map<String, String> labels) {
            this(cluster, namespace, policy, policyDigest, labels, List.of());
        }

        /** The same, held to the limits of others. */
        public Settings heldTo(List<TenantLimits> others) {
            return new Settings(cluster, namespace, policy, policyDigest, labels, others);
        }
    }

    /** The cluster's name in the installation. */
    public String cluster() {
        return settings.cluster();
    }

    /** Namespace of objects that name none. */
    public String namespace() {
        return settings.namespace();
    }

    /** The target's rules. */
    public TargetPolicy policy() {
        return settings.policy();
    }

    /** Digest over the policy alone. */
    public String policyDigest() {
        return settings.policyDigest();
    }

    /** Labels of the application's file. */
    public Map<String, String> labels() {
        return settings.labels();
    }

    /** The limits that its objects are held to. */
    public List<TenantLimits> tenants() {
        return settings.tenants();
    }

    /** The same, held to the limits of others. */
    public Desired heldTo(List<TenantLimits> others) {
        return new Desired(removed, revision, settings.heldTo(others), bundleDigest, objects, hooks, notes);
    }

    /** Objects that left this target for another one in some commit. */
    public List<Moved> movedTo() {
        return notes.movedTo();
    }

    /** What a person should know of the rendering. */
    public List<Problem> warnings() {
        return notes.warnings();
    }

    /** The charts and bases from elsewhere that were rendered. */
    public List<Source> sources() {
        return notes.sources();
    }

    /** The commits that changed the bundle before, newest first. */
    public List<NumberedCommit> overtaken() {
        return notes.lifetime().overtaken();
    }

    /** Fingerprints of the keys that signed the commit which changed last what is read for the target. */
    public List<String> signers() {
        return notes.signers() == null ? List.of() : notes.signers();
    }

    /** The commit that added the target last; null where that is not known. */
    public @Nullable NumberedCommit addedAt() {
        return notes.lifetime().addedAt();
    }

    /** The targets in Git that objects left for, or came from. */
    public List<Counterpart> counterparts() {
        return notes.counterparts() == null ? List.of() : notes.counterparts();
    }

    /** What has to be healthy before the bundle is applied. */
    public List<Requirement> requires() {
        return notes.requires();
    }

    /**
     * Names this record among all that its target ever had: what a plan answers. The bundle's digest alone would not do, since
     * a target that Git removes and brings back has the same bundle in two records. The commit tells them apart, and where the
     * ref was set back to it, its number does. All are part of the record, so the name survives compaction and a record that is
     * written again as it was; the id of its event would not, since it counts writes.
     */
    public String identity() {
        return identity(bundleDigest, revision.commit(), addedAt() == null ? null : revision.number());
    }

    /**
     * The identity of a record.
     *
     * @param bundleDigest digest of its bundle
     * @param commit the commit that changed the bundle last
     * @param number its number; null for a target of which it is not known by which commit it was added: its records keep the names that
     *     they had before commits were part of them by number
     */
    public static String identity(String bundleDigest, String commit, @Nullable Long number) {
        return bundleDigest + "@" + commit + (number == null ? "" : "#" + number);
    }

    /**
     * A hand-over of one object.
     *
     * @param reference {@code Kind.group/namespace/name}
     * @param target the other target
     */
    public record Moved(String reference, String target) {}
}
