package io.keelstream.e2e.ownership;

import io.keelstream.e2e.system.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives the classes of this package that one test process runs a stage to share, so that its start is paid for once. Each class has
 * applications and namespaces of its own. It belongs to the process's launcher session, since Surefire gives each class a test
 * run of its own where there are several processes, and is closed with it.
 */
final class SharedStage implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SharedStage.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(Stage.class, key -> stage(), Stage.class)
                .up();
    }

    private static Stage stage() {
        Stage stage = Stage.in(folder());
        stage.cluster().grantKinds("ownership.example.com");
        return stage;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("keelstream-ownership");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
