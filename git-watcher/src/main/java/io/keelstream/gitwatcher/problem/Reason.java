package io.keelstream.gitwatcher.problem;

import io.keelstream.contracts.revision.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Everything that git-watcher refuses, by a stable name: metric tag, field of {@code revision.rejected} and of a ref's
 * head alike.
 */
public enum Reason {
    YAML_SYNTAX("YamlSyntax"),
    UNKNOWN_FIELD("UnknownField"),
    DUPLICATE_KEY("DuplicateKey"),
    MISSING_FIELD("MissingField"),
    INVALID_VALUE("InvalidValue"),
    NOT_SUPPORTED("NotSupportedYet"),
    DUPLICATE_APPLICATION("DuplicateApplication"),
    DUPLICATE_OBJECT("DuplicateObject"),
    INVALID_OBJECT("InvalidObject"),
    UNKNOWN_CLUSTER("UnknownCluster"),
    PATH_NOT_FOUND("PathNotFound"),
    LINK("LinkNotFollowed"),
    LFS_POINTER("LfsPointer"),
    FILE_TOO_LARGE("FileTooLarge"),
    BUNDLE_TOO_LARGE("BundleTooLarge"),
    UNREADABLE_COMMIT("UnreadableCommit"),
    PLAIN_SECRET("PlainSecret"),
    SECRET_FORMAT("SecretFormat"),
    TEMPLATE_PARAMETER("TemplateParameter"),
    TEMPLATE("InvalidTemplate"),
    RENDERER_MISSING("RendererMissing"),
    RENDERER_FAILED("RendererFailed"),
    RENDERER_LIMIT("RendererLimit"),
    RENDERER_INPUT("RendererInput"),
    UNSTABLE_RENDER("UnstableRender"),
    HOOK_LEFT_OUT("HookLeftOut"),
    REPOSITORY_UNREACHABLE("RepositoryUnreachable"),
    REPOSITORY_UNAUTHORIZED("RepositoryUnauthorized"),
    OBJECT_FORMAT("ObjectFormatNotSupported"),
    REF_NOT_FOUND("RefNotFound"),
    TRANSFER_TOO_LARGE("TransferTooLarge"),
    REMOVAL_WAITS("RemovalWaits"),
    POISON_RECORD("PoisonRecord"),
    INTERNAL("InternalError");

    private final String label;

    Reason(String label) {
        this.label = label;
    }

    /** The stable name. */
    public String label() {
        return label;
    }

    /**
     * A problem with this reason.
     *
     * @param message what is wrong and what to do; never a secret value
     * @param where file with line and column, or an object; null when neither applies
     */
    public Problem problem(String message, @Nullable String where) {
        return new Problem(label, message, where);
    }
}
