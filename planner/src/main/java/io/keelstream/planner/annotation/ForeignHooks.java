package io.keelstream.planner.annotation;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.annotation.ObjectRules.Phase;
import io.keelstream.planner.annotation.RuleReader.Warn;

/** The hooks of Argo CD and Helm on one object. Where several are named, one that is applied wins over one that is not. */
final class ForeignHooks {

    private final Manifest manifest;
    private final Warn warn;

    ForeignHooks(Manifest manifest, Warn warn) {
        this.manifest = manifest;
        this.warn = warn;
    }

    Phase phase() {
        String argo = manifest.annotation(Annotations.ARGO_HOOK);
        String helm = manifest.annotation(Annotations.HELM_HOOK);
        Phase phase = Phase.WAVES;
        boolean first = true;
        for (String hook : (argo != null ? argo : helm != null ? helm : "").split(",", -1)) {
            Phase read = argo != null ? argo(hook.strip()) : helm(hook.strip());
            phase = first || phase == Phase.NEVER ? read : phase;
            first = false;
        }
        return phase;
    }

    /** Helm's weight orders hooks among themselves; 0 for an object that is no Helm hook. */
    int weight() {
        String text = manifest.annotation(Annotations.HELM_WEIGHT);
        if (text == null || manifest.annotation(Annotations.HELM_HOOK) == null) {
            return 0;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            warn.warn(Annotations.HELM_WEIGHT, text, "a whole number; 0 is taken");
            return 0;
        }
    }

    private Phase argo(String hook) {
        return switch (hook) {
            case "PreSync" -> Phase.BEFORE;
            case "PostSync" -> Phase.AFTER;
            case "Sync" -> Phase.WAVES;
            case "Skip", "SyncFail", "PreDelete", "PostDelete" -> Phase.NEVER;
            default -> {
                warn.warn(
                        Annotations.ARGO_HOOK, hook, "PreSync, Sync, PostSync, SyncFail, PreDelete, PostDelete, Skip");
                yield Phase.NEVER;
            }
        };
    }

    private Phase helm(String hook) {
        return switch (hook) {
            case "pre-install", "pre-upgrade", "crd-install" -> Phase.BEFORE;
            case "post-install", "post-upgrade" -> Phase.AFTER;
            case "test", "test-success", "test-failure" -> Phase.NEVER;
            case "pre-rollback", "post-rollback", "pre-delete", "post-delete" -> Phase.NEVER;
            case "" -> Phase.WAVES;
            default -> {
                warn.warn(Annotations.HELM_HOOK, hook, "pre-, post-install and -upgrade, -rollback, -delete, test");
                yield Phase.NEVER;
            }
        };
    }
}
