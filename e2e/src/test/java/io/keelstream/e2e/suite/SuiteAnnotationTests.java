package io.keelstream.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Every suite says where it runs: CI selects suites by their tags, so one without a tag would never run there. */
@AnyCluster
@Essential
class SuiteAnnotationTests {

    private static final List<Class<? extends Annotation>> CLUSTERS =
            List.of(AnyCluster.class, EachCluster.class, RealCluster.class, Containers.class);

    @Test
    void everySuiteNamesItsClustersOnce() throws Exception {
        assertThat(suites())
                .hasSizeGreaterThan(40)
                .allSatisfy(suite -> assertThat(CLUSTERS.stream().filter(suite::isAnnotationPresent))
                        .as(
                                "%s carries one of @AnyCluster, @EachCluster, @RealCluster, @Containers; take @AnyCluster where the"
                                        + " result cannot depend on the cluster",
                                suite.getName())
                        .hasSize(1));
    }

    @Test
    void essentialSuiteNeedsNoRealControlPlane() throws Exception {
        assertThat(suites().stream().filter(suite -> suite.isAnnotationPresent(Essential.class)))
                .isNotEmpty()
                .noneMatch(suite -> suite.isAnnotationPresent(RealCluster.class));
    }

    private static List<Class<?>> suites() throws IOException, URISyntaxException {
        Path classes = Path.of(SuiteAnnotationTests.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
                    .<Class<?>>map(SuiteAnnotationTests::load)
                    .filter(SuiteAnnotationTests::hasTests)
                    .toList();
        }
    }

    private static Class<?> load(String file) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
            return Class.forName(name, false, SuiteAnnotationTests.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** JUnit marks every kind of test with {@link Testable}. An abstract class runs as its subclasses alone. */
    private static boolean hasTests(Class<?> type) {
        return !Modifier.isAbstract(type.getModifiers())
                && !ReflectionSupport.findMethods(
                                type,
                                method -> AnnotationSupport.isAnnotated(method, Testable.class),
                                HierarchyTraversalMode.TOP_DOWN)
                        .isEmpty();
    }
}
