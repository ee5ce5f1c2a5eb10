package io.keelstream.gitwatcher.child;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program complains of, read from its error output. Kustomize, helm and Go's libraries quote literals, values and
 * templates, which may be secret; nobody can tell such a quotation from the rest by looking at it. So only what is known here
 * is said, in words of our own or of the program's source; the parts of the output that are repeated cannot be a value: keys
 * of a field's path, names of objects, types, numbers of lines. Pure.
 *
 * @param known a part of the output
 * @param says what it means; {@code $1} is a group of the part
 */
record ToolFault(Pattern known, String says) {

    private static final String POINTER = "((?:/[-A-Za-z0-9_.~$]{1,253}){1,64})";
    private static final String ID =
            "([A-Z][A-Za-z0-9]*)[-A-Za-z0-9.\\[\\]]*/([-a-z0-9.]{1,253})\\.\\[?[-A-Za-z0-9.]+\\]?";
    private static final String GO_YAML = "(mapping values are not allowed in this context"
            + "|block (?:sequence|mapping) entries are not allowed in this context"
            + "|did not find expected (?:key|node content|',' or '\\]'|',' or '\\}'|'-' indicator|<document start>"
            + "|whitespace or line break|comment or line break|digit or '-' character|alphabetic or numeric character)"
            + "|could not find expected ':'|found unexpected (?:end of stream|document indicator)"
            + "|found a tab character that violates indentation"
            + "|control characters are not allowed|invalid (?:leading|trailing) UTF-8 octet|incomplete UTF-8 octet sequence)";
    private static final String TYPE = "(string|number|bool|object|array)";

    /** The first one that is found says what is wrong; what encloses another fault comes after it. */
    private static final List<ToolFault> KNOWN = List.of(
            // helm: templates
            fault("execution error at ", "the chart's own check failed ('fail' or 'required' of a template)"),
            fault("nil pointer evaluating", "a template reads a field of a value that is not set"),
            fault("can't evaluate field", "a template reads a field that its value does not have"),
            fault("no template \"", "a template includes another one that is not defined"),
            fault(
                    "error during tpl function execution|cannot parse template \"",
                    "'tpl' fails: its text is not a valid template"),
            fault("at <[^\n]*error calling ([a-zA-Z][a-zA-Z0-9]{1,30}): ", "the function '$1' fails"),
            fault("function \"[^\n]*\" not defined", "a template calls a function that does not exist"),
            fault(
                    "wrong number of args for ([a-zA-Z]{1,30}): want ([a-z0-9 ]{1,20}) got ([0-9]{1,3})",
                    "'$1' has a wrong number of arguments: $3 instead of $2"),
            fault(
                    "parse error at \\([^\n]*\\): (unterminated (?:quoted string|raw quoted string|character constant)"
                            + "|missing value for [a-z]{2,8}|unexpected EOF|unclosed (?:action|left paren|comment)"
                            + "|unexpected \\{\\{(?:end|else)\\}\\})",
                    "a template is not valid: $1"),
            fault("parse error at \\(", "a template is not valid"),
            fault("executing \"", "a template fails"),
            // helm: values and chart
            fault(
                    "chart requires kubeVersion: ([-<>=~^!|.,*\\sxXv0-9+]{1,60}) which is incompatible with Kubernetes v([0-9.]{1,20})",
                    "the chart requires kubeVersion: $1, which is incompatible with Kubernetes v$2"),
            fault("chart requires kubeVersion: ", "the chart requires another kubeVersion"),
            fault(
                    "found in Chart.yaml, but missing in charts/ directory: ([-a-z0-9., ]{1,500})\n",
                    "Chart.yaml has dependencies that are missing in charts/: $1"),
            fault("missing in charts/ directory", "Chart.yaml has dependencies that are missing in charts/"),
            fault("failing loading \"", "the chart's schema refers to another file, which cannot be read"),
            fault("validation: chart.metadata.([a-z]{1,20})", "'$1' in Chart.yaml is missing or not valid"),
            fault("failed parsing --set", "a parameter cannot be set as a value"),
            // kustomize
            fault("invalid literal source", "a literal of a generator is not key=value"),
            fault("illegally repeats the key `([-A-Za-z0-9._]{1,253})`", "a generator has the key '$1' twice"),
            fault("illegally repeats the key", "a generator has a key twice"),
            fault("security; file ", "a file is not inside the folder of the kustomization that names it"),
            fault("cycle detected", "a kustomization contains itself"),
            fault(
                    "no such file or directory|must build at directory: .* doesn't exist",
                    "a file or folder does not exist"),
            fault("missing kind in object", "an object has no kind"),
            fault("missing metadata.name in object", "an object has no metadata.name"),
            fault("missing Resource metadata", "a document is not a Kubernetes object"),
            fault("already registered id: " + ID, "$1 $2 is defined twice"),
            fault("already registered id", "an object is defined twice"),
            fault("no matches for Id " + ID, "a patch is for $1 $2, which does not exist"),
            fault(
                    "no resource matches|no matches for Id|failed to find unique target",
                    "a patch is for an object that does not exist"),
            fault(
                    "(add|remove|replace|move|copy|test) operation does not apply: [^\n]{0,80}?(?:path|key)[^\n/]{0,40}: "
                            + POINTER,
                    "a JSON patch does not apply: '$1' at $2"),
            fault("(add|remove|replace|move|copy|test) operation does not apply", "a JSON patch does not apply: '$1'"),
            fault("testing value " + POINTER + " failed", "a JSON patch does not apply: 'test' at $1"),
            fault("unable to parse SM or JSON patch", "a patch is neither a strategic merge patch nor a JSON patch"),
            fault("is missing for replacement (source|target)", "a field of a replacement's $1 does not exist"),
            fault("not found in corresponding resource", "a field of a variable does not exist"),
            fault("external plugins disabled", "a generator or transformer is an external plugin; none is run"),
            fault("apiVersion for Kustomization should be", "'apiVersion' of the kustomization is not valid"),
            fault("kind for Kustomization should be|kind should be", "'kind' of the kustomization is not valid"),
            // Go's readers of YAML and JSON
            fault(
                    "unknown anchor",
                    "not valid YAML: an alias has no anchor before it; quote the text if it is not an alias"),
            fault(
                    "mapping key .* already defined at line ([0-9]{1,9})",
                    "not valid YAML: a key is there twice, first on line $1"),
            fault("key .* already set in map", "not valid YAML: a key is there twice"),
            fault("cannot decode !!", "not valid YAML: a value does not fit its tag"),
            fault("yaml: line ([0-9]{1,9}): " + GO_YAML, "not valid YAML on line $1: $2"),
            fault("yaml: " + GO_YAML, "not valid YAML: $1"),
            fault("json: unknown field \"([A-Za-z][A-Za-z0-9]{0,62})\"", "unknown field '$1'"),
            fault(
                    "json: cannot unmarshal " + TYPE
                            + "[^\n]* into Go struct field [A-Za-z.]{0,200}?([A-Za-z]{1,63}) of type \\S",
                    "'$2' has a value of type $1, which does not fit"),
            fault("json: cannot unmarshal " + TYPE, "a value has the type $1, which does not fit"),
            fault("invalid character '|unexpected end of JSON input", "not valid JSON"),
            fault("yaml: ", "not valid YAML"));

    private static final Pattern SCHEMA = Pattern.compile("(?m)^- at '" + POINTER + "?': (.*)$");
    private static final List<ToolFault> SCHEMA_FAULTS = List.of(
            fault("^got ([a-z]{4,7}), want ([a-z ]{4,60})$", "is of type $1 and must be of type $2"),
            fault("^value must be ", "is not one of the allowed values"),
            fault("^(min|max|exclusive|multiple|unique)([A-Za-z]{0,20})\\b", "breaks '$1$2'"),
            fault("does not match pattern ", "does not match its pattern"),
            fault("^additional propert(?:y|ies) ", "has properties that are not allowed"),
            fault(
                    "^missing propert(?:y|ies) ('[A-Za-z][-A-Za-z0-9_.]{0,62}'(?:, '[A-Za-z][-A-Za-z0-9_.]{0,62}'){0,50})$",
                    "lacks $1"),
            fault("^missing propert", "lacks a property"),
            fault("^'?(oneOf|anyOf|allOf|not|if|then|else)'? failed", "does not fit '$1'"),
            fault(" is not valid ", "has a wrong format"));

    private static final int MOST_SCHEMA_FAULTS = 20;

    private static ToolFault fault(String known, String says) {
        return new ToolFault(Pattern.compile(known), says);
    }

    /** What the output complains of; empty where it is not known. */
    static Optional<String> in(String errors) {
        String schema = schema(errors);
        return schema.isEmpty() ? first(KNOWN, errors) : Optional.of(schema);
    }

    private static Optional<String> first(List<ToolFault> faults, String text) {
        return faults.stream().flatMap(each -> each.of(text).stream()).findFirst();
    }

    private Optional<String> of(String text) {
        Matcher found = known.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < says.length(); i++) {
            if (says.charAt(i) == '$') {
                said.append(found.group(says.charAt(++i) - '0'));
            } else {
                said.append(says.charAt(i));
            }
        }
        return Optional.of(said.toString().strip());
    }

    /** Each value that does not fit the chart's schema, by the keys that lead to it. */
    private static String schema(String errors) {
        StringBuilder all = new StringBuilder();
        Matcher line = SCHEMA.matcher(errors);
        for (int i = 0; i < MOST_SCHEMA_FAULTS && line.find(); i++) {
            String place = line.group(1) == null ? "the root" : line.group(1);
            all.append(all.isEmpty() ? "the values do not fit the chart's schema: " : "; ")
                    .append(place)
                    .append(' ')
                    .append(first(SCHEMA_FAULTS, line.group(2)).orElse("does not fit"));
        }
        return all.toString();
    }
}
