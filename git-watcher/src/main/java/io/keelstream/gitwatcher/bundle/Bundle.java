package io.keelstream.gitwatcher.bundle;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A target's objects, checked as a whole. */
public sealed interface Bundle {

    /**
     * A valid bundle.
     *
     * @param objects in the order of the renderer
     * @param digest digest of cluster, namespace, policy and objects
     * @param policyDigest digest of the policy alone
     * @param warnings what users should know
     * @param tenants the limits that its objects are within
     */
    record Complete(
            List<Item> objects, String digest, String policyDigest, List<Problem> warnings, List<TenantLimits> tenants)
            implements Bundle {

        public Complete {
            objects = List.copyOf(objects);
            warnings = List.copyOf(warnings);
            tenants = List.copyOf(tenants);
        }
    }

    /** An invalid bundle; at least one problem says why. */
    record Faulty(List<Problem> problems) implements Bundle {

        public Faulty {
            problems = List.copyOf(problems);
        }
    }

    /**
     * One object.
     *
     * @param reference {@code Kind.group/namespace/name}
     * @param digest digest of the object before sealing
     * @param generatedName the name without a generator's hash; null where there is none
     * @param file where it was written
     * @param sealed whether its values are sealed
     * @param body the object as it leaves this process
     */
    record Item(
            String reference,
            String digest,
            @Nullable String generatedName,
            String file,
            boolean sealed,
            Manifest body) {}
}
