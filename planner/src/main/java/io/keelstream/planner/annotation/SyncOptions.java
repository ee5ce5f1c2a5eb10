package io.keelstream.planner.annotation;

import io.keelstream.kubernetes.annotation.ArgoCd;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.annotation.RuleReader.Warn;

/**
 * Argo CD's {@code sync-options} of one object, as far as they mean something here. Options that ask for what Keelstream
 * does anyway are accepted silently.
 *
 * @param keep {@code Prune=false} or {@code Delete=false}, or either by confirmation, which an object's own word cannot give
 * @param replace {@code Replace=true} or {@code Force=true}
 * @param skipDryRunOnMissing {@code SkipDryRunOnMissingResource=true}
 */
record SyncOptions(boolean keep, boolean replace, boolean skipDryRunOnMissing) {

    static SyncOptions read(Manifest manifest, Warn warn) {
        String text = manifest.annotation(ArgoCd.SYNC_OPTIONS);
        boolean keep = false;
        boolean replace = false;
        boolean skip = false;
        for (String option : text == null ? new String[0] : text.split(",", -1)) {
            switch (option.strip()) {
                case "Prune=false", "Delete=false", "Prune=confirm", "Delete=confirm" -> keep = true;
                case "Replace=true", "Force=true" -> replace = true;
                case "SkipDryRunOnMissingResource=true" -> skip = true;
                case "ServerSideApply=true", "PruneLast=true", "Prune=true", "Delete=true", "Replace=false" -> {}
                case "Force=false", "SkipDryRunOnMissingResource=false", "" -> {}
                default ->
                    warn.warn(
                            ArgoCd.SYNC_OPTIONS,
                            option.strip(),
                            "Prune, Delete, Replace, Force, ServerSideApply=true, PruneLast=true,"
                                    + " SkipDryRunOnMissingResource");
            }
        }
        return new SyncOptions(keep, replace, skip);
    }
}
