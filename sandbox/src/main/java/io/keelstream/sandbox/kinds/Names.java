package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for names, labels and annotation keys. */
final class Names {

    private static final String SUBDOMAIN_FORM = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final String LABEL_FORM = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String VALUE_FORM = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";
    private static final String KEY_FORM = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final Pattern SUBDOMAIN = Pattern.compile(SUBDOMAIN_FORM);
    private static final Pattern LABEL = Pattern.compile(LABEL_FORM);
    private static final Pattern VALUE = Pattern.compile(VALUE_FORM);
    private static final Pattern KEY = Pattern.compile(KEY_FORM);
    private static final Set<String> SHORT = Set.of("Namespace", "Service");
    private static final Set<String> STANDARD_FINALIZERS = Set.of("kubernetes", "orphan", "foregroundDeletion");
    private static final Set<String> FREE = Set.of("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding");

    private static final String SUBDOMAIN_RULE =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
                    + " start and end with an alphanumeric character (e.g. 'example.com', regex"
                    + " used for validation is '" + SUBDOMAIN_FORM + "')";
    private static final String LABEL_RULE = "a lowercase RFC 1123 label must consist of lower case alphanumeric"
            + " characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
            + " regex used for validation is '" + LABEL_FORM + "')";
    private static final String VALUE_RULE = "a valid label must be an empty string or consist of alphanumeric"
            + " characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
            + " 'my_value',  or '12345', regex used for validation is '" + VALUE_FORM + "')";
    private static final String KEY_RULE =
            "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                    + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used"
                    + " for validation is '" + KEY_FORM + "')";

    List<FieldError> check(Resource resource, Map<String, @Nullable Object> tree) {
        List<FieldError> errors = new ArrayList<>();
        String name = Tree.text(tree, "metadata", "name");
        if (name.isEmpty()) {
            errors.add(FieldError.required("metadata.name", "name or generateName is required"));
        } else if (resource.custom() != null || !FREE.contains(resource.kind())) {
            boolean isShort = resource.custom() == null && SHORT.contains(resource.kind());
            name(name, isShort, errors);
        } else if (name.contains("/") || name.contains("%") || name.equals(".") || name.equals("..")) {
            errors.add(FieldError.invalid("metadata.name", name, "may not contain '/'"));
        }
        Tree.map(tree, "metadata", "labels").forEach((key, value) -> {
            key("metadata.labels", key, errors);
            String text = String.valueOf(value);
            if (text.length() > 63) {
                errors.add(FieldError.invalid("metadata.labels", text, "must be no more than 63 bytes"));
            } else if (!VALUE.matcher(text).matches()) {
                errors.add(FieldError.invalid("metadata.labels", text, VALUE_RULE));
            }
        });
        Tree.map(tree, "metadata", "annotations").keySet().forEach(key -> key("metadata.annotations", key, errors));
        finalizers(
                Tree.list(tree, "metadata", "finalizers"),
                resource.custom() == null && !resource.group().equals("apiextensions.k8s.io"),
                errors);
        Tree.maps(tree, "metadata", "ownerReferences").forEach(owner -> owner(owner, errors));
        return errors;
    }

    private static void finalizers(List<@Nullable Object> finalizers, boolean builtIn, List<FieldError> errors) {
        for (int i = 0; i < finalizers.size(); i++) {
            String finalizer = String.valueOf(finalizers.get(i));
            key("metadata.finalizers", finalizer, errors);
            if (builtIn && !finalizer.contains("/") && !STANDARD_FINALIZERS.contains(finalizer)) {
                errors.add(FieldError.invalid(
                        "metadata.finalizers[" + i + "]",
                        finalizer,
                        "name is neither a standard finalizer name nor is it fully qualified"));
            }
        }
    }

    private static void owner(Map<String, @Nullable Object> owner, List<FieldError> errors) {
        String version = Tree.text(owner, "apiVersion");
        if (version.isEmpty()) {
            errors.add(FieldError.invalid("metadata.ownerReferences.apiVersion", version, "version must not be empty"));
        }
        for (String field : List.of("kind", "name", "uid")) {
            if (Tree.text(owner, field).isEmpty()) {
                errors.add(FieldError.invalid("metadata.ownerReferences." + field, "", "must not be empty"));
            }
        }
    }

    private static void name(String name, boolean isShort, List<FieldError> errors) {
        int most = isShort ? 63 : 253;
        if (name.length() > most) {
            errors.add(FieldError.invalid("metadata.name", name, "must be no more than " + most + " bytes"));
        }
        if (!(isShort ? LABEL : SUBDOMAIN).matcher(name).matches()) {
            errors.add(FieldError.invalid("metadata.name", name, isShort ? LABEL_RULE : SUBDOMAIN_RULE));
        }
    }

    private static void key(String field, String key, List<FieldError> errors) {
        int slash = key.indexOf('/');
        String prefix = slash < 0 ? "" : key.substring(0, slash);
        String local = key.substring(slash + 1);
        if (slash >= 0 && !SUBDOMAIN.matcher(prefix).matches()) {
            errors.add(FieldError.invalid(field, key, "prefix part " + SUBDOMAIN_RULE));
        }
        if (!KEY.matcher(local).matches()) {
            errors.add(FieldError.invalid(field, key, KEY_RULE));
        } else if (local.length() > 63) {
            errors.add(FieldError.invalid(field, key, "name part must be no more than 63 bytes"));
        }
    }
}
