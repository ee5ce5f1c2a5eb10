package io.keelstream.planner.dryrun;

import io.keelstream.kubernetes.diff.Masking;
import io.keelstream.planner.ownership.Adoption;
import java.util.List;

/**
 * How clusters are asked.
 *
 * @param adoptManagers field managers whose entries are folded into ours on adoption; {@code *} stands for any text
 * @param masking hides secret values in field diffs
 */
public record DryRunSettings(List<String> adoptManagers, Masking masking) {

    /**
     * The usual tools.
     *
     * @param key the installation's key for digests of secrets: the same after a restart, so that masks stay the same
     */
    public static DryRunSettings withKey(byte[] key) {
        return new DryRunSettings(Adoption.DEFAULT_MANAGERS, new Masking(key));
    }

    public DryRunSettings {
        adoptManagers = List.copyOf(adoptManagers);
    }
}
