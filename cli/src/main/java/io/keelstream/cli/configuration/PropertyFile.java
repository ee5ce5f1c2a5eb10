package io.keelstream.cli.configuration;

import io.keelstream.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

/**
 * Reads a file of {@code --config}: YAML, as Spring Boot reads it. {@code ${NAME}} in it is an environment variable, so that the file holds
 * no credentials. Stateless.
 */
public final class PropertyFile {

    private PropertyFile() {}

    /**
     * The properties below a prefix; ends the command with one line that names the property when they cannot be used.
     *
     * @param type what they are bound to
     * @param properties which ones belong to it; others of the file are for somebody else
     */
    public static <T> T read(Path file, String prefix, Class<T> type, Predicate<ConfigurationPropertyName> properties) {
        if (!Files.isReadable(file)) {
            throw CommandFailure.wrongUse("--config " + file + " is not a readable file");
        }
        try {
            return bind(
                    new YamlPropertySourceLoader().load(file.toString(), new FileSystemResource(file)),
                    prefix,
                    type,
                    properties);
        } catch (BindException e) {
            throw CommandFailure.wrongUse("--config " + file + ": " + mistake(e));
        } catch (IOException | RuntimeException e) {
            throw CommandFailure.wrongUse("--config " + file + " is not valid YAML: " + e.getMessage());
        }
    }

    private static <T> T bind(
            List<PropertySource<?>> documents,
            String prefix,
            Class<T> type,
            Predicate<ConfigurationPropertyName> properties) {
        MutablePropertySources environment = new MutablePropertySources();
        documents.forEach(environment::addLast);
        environment.addLast(new MapPropertySource("environment", new LinkedHashMap<>(System.getenv())));
        List<ConfigurationPropertySource> sources = new ArrayList<>();
        ConfigurationPropertySources.from(documents).forEach(each -> sources.add(each.filter(properties)));
        Binder binder = new Binder(sources, new PropertySourcesPlaceholdersResolver(environment));
        return binder.bindOrCreate(prefix, Bindable.of(type), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
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
