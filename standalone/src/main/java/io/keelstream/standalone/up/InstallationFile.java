package io.keelstream.standalone.up;

import io.keelstream.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

/**
 * Reads the file of {@code up --config}. {@code ${NAME}} in it is an environment variable, so that the file holds no
 * credentials.
 */
final class InstallationFile {

    private static final String PREFIX = "keelstream";

    private InstallationFile() {}

    /** The installation; ends the command with one line that names the property when the file cannot be used. */
    static Installation read(Path file) {
        if (!Files.isReadable(file)) {
            throw CommandFailure.wrongUse("--config " + file + " is not a readable file");
        }
        try {
            return bind(new YamlPropertySourceLoader().load(file.toString(), new FileSystemResource(file)));
        } catch (BindException e) {
            throw CommandFailure.wrongUse("--config " + file + ": " + mistake(e));
        } catch (IOException | RuntimeException e) {
            throw CommandFailure.wrongUse("--config " + file + " is not valid YAML: " + e.getMessage());
        }
    }

    private static Installation bind(List<PropertySource<?>> documents) {
        MutablePropertySources environment = new MutablePropertySources();
        documents.forEach(environment::addLast);
        environment.addLast(new MapPropertySource("environment", new LinkedHashMap<>(System.getenv())));
        Binder binder = new Binder(
                ConfigurationPropertySources.from(documents), new PropertySourcesPlaceholdersResolver(environment));
        return binder.bindOrCreate(
                PREFIX, Bindable.of(Installation.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
    }

    /** Never the value: it may be a credential. */
    private static String mistake(BindException e) {
        if (e.getCause() instanceof UnboundConfigurationPropertiesException unknown) {
            return "unknown property "
                    + place(unknown.getUnboundProperties().iterator().next());
        }
        ConfigurationProperty property = e.getProperty();
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return (property == null ? e.getName().toString() : place(property)) + ": " + root.getMessage();
    }

    private static String place(ConfigurationProperty property) {
        @Nullable Object origin = property.getOrigin();
        return property.getName() + (origin == null ? "" : " (" + origin + ")");
    }
}
