package io.keelstream.service.reference;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of properties from their sources: Spring Boot's own metadata knows neither the elements of lists nor what
 * nested records mean. Immutable.
 */
final class PropertyRecords {

    private static final String ROOT = "ConfigurationProperties";

    private final Map<String, Written> byName;

    /** A record and what is said of its components. */
    private record Written(ClassTree tree, Map<String, String> meanings) {}

    private PropertyRecords(Map<String, Written> byName) {
        this.byName = byName;
    }

    /** Reads every record in the files. */
    static PropertyRecords parse(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            DocTrees docs = DocTrees.instance(task);
            Map<String, Written> found = new LinkedHashMap<>();
            for (CompilationUnitTree unit : task.parse()) {
                new TreePathScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitClass(ClassTree node, @Nullable Void nothing) {
                        if (node.getKind() == Tree.Kind.RECORD) {
                            found.put(
                                    node.getSimpleName().toString(),
                                    new Written(node, meanings(docs.getDocCommentTree(getCurrentPath()))));
                        }
                        return super.visitClass(node, null);
                    }
                }.scan(unit, null);
            }
            return new PropertyRecords(found);
        }
    }

    /** Every property of the record that Spring Boot binds, in the order of the source. */
    List<Property> properties() {
        List<Property> all = new ArrayList<>();
        byName.values().forEach(written -> {
            AnnotationTree root = annotation(written.tree().getModifiers().getAnnotations(), ROOT);
            if (root != null) {
                collect(text(root), written, all);
            }
        });
        return all;
    }

    private void collect(String prefix, Written written, List<Property> all) {
        for (Tree member : written.tree().getMembers()) {
            if (member instanceof VariableTree component
                    && !component.getModifiers().getFlags().contains(Modifier.STATIC)) {
                String type = component.getType().toString();
                boolean list = type.startsWith("List<");
                String element = list ? type.substring("List<".length(), type.length() - 1) : type;
                String name = prefix + "." + kebab(component.getName().toString()) + (list ? "[]" : "");
                Written nested = byName.get(element);
                if (nested != null) {
                    collect(name, nested, all);
                } else {
                    all.add(new Property(
                            name,
                            (list ? "list of " : "") + inWords(element),
                            fallback(component),
                            written.meanings().getOrDefault(component.getName().toString(), "")));
                }
            }
        }
    }

    private static Map<String, String> meanings(@Nullable DocCommentTree comment) {
        Map<String, String> meanings = new HashMap<>();
        if (comment != null) {
            comment.getBlockTags().forEach(tag -> {
                if (tag instanceof ParamTree param) {
                    meanings.put(
                            param.getName().toString(),
                            plain(param.getDescription().stream()
                                    .map(Object::toString)
                                    .collect(Collectors.joining())));
                }
            });
        }
        return meanings;
    }

    /** Javadoc as Markdown. */
    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                .replaceAll("\\s+", " ")
                .replace("|", "\\|");
    }

    private static String fallback(VariableTree component) {
        AnnotationTree value = annotation(component.getModifiers().getAnnotations(), "DefaultValue");
        return value == null ? "" : text(value);
    }

    private static @Nullable AnnotationTree annotation(List<? extends AnnotationTree> all, String name) {
        return all.stream()
                .filter(each -> each.getAnnotationType().toString().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String text(AnnotationTree annotation) {
        return annotation.getArguments().stream().map(PropertyRecords::text).collect(Collectors.joining());
    }

    private static String text(ExpressionTree written) {
        return switch (written) {
            case AssignmentTree assignment -> text(assignment.getExpression());
            case NewArrayTree array ->
                array.getInitializers().stream().map(PropertyRecords::text).collect(Collectors.joining(", "));
            case LiteralTree literal -> String.valueOf(literal.getValue());
            default -> written.toString();
        };
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String inWords(String type) {
        return switch (type) {
            case "String" -> "text";
            case "Path" -> "file";
            case "Duration" -> "duration";
            case "DataSize" -> "size such as 1GB";
            case "int", "long", "Integer" -> "number";
            case "double", "Double" -> "decimal";
            case "boolean" -> "true or false";
            case "Map<String, String>" -> "map of text";
            case "Map<String, Path>" -> "map of files";
            case "Map<String, RuleLevel>" -> "map of levels";
            case "RuleLevel" -> "level";
            case "Set<Kind>", "Set<Outcome>" -> "list of words";
            case "SinkKind" -> "word";
            case "Scope" -> "new or all";
            default -> type;
        };
    }
}
