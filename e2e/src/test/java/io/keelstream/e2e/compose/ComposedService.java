package io.keelstream.e2e.compose;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One service of {@code docker-compose.yml}. Immutable.
 *
 * @param name its name, which is its host name too
 * @param root folder that relative paths start at
 * @param written what the file says
 */
record ComposedService(String name, Path root, Map<String, Object> written) {

    /**
     * What a container sees at a place.
     *
     * @param source a path on the host, or the name of a volume
     * @param target the place
     */
    record Mount(String source, String target) {

        /** Whether it is a file or folder of the repository. */
        boolean ofRepository() {
            return source.startsWith("./");
        }
    }

    /** Name and tag. */
    String image() {
        return String.valueOf(written.get("image"));
    }

    /** Its environment variables. */
    Map<String, String> environment() {
        Map<String, String> all = new LinkedHashMap<>();
        map(written.get("environment")).forEach((key, value) -> all.put(key, String.valueOf(value)));
        return all;
    }

    /** Program and arguments. */
    List<String> command() {
        return list(written.containsKey("entrypoint") ? written.get("entrypoint") : written.get("command"));
    }

    /** Program and arguments of the health check; empty without one. */
    List<String> healthCheck() {
        List<String> test = list(map(written.get("healthcheck")).get("test"));
        return test.isEmpty() ? test : test.subList(1, test.size());
    }

    /** Files, folders and volumes that it sees; a temporary folder counts as a volume of its own. */
    List<Mount> mounts() {
        Stream<Mount> volumes = list(written.get("volumes")).stream()
                .map(each -> each.split(":"))
                .map(parts -> new Mount(parts[0], parts[1]));
        Stream<Mount> temporary = list(written.get("tmpfs")).stream()
                .map(each -> each.split(":", 2)[0])
                .filter(target -> !target.equals("/tmp"))
                .map(target -> new Mount(name + target.replace('/', '-'), target));
        return Stream.concat(volumes, temporary).toList();
    }

    /** Ports of the host that lead to it, as {@code address:port:port}. */
    List<String> ports() {
        return list(written.get("ports"));
    }

    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, each) -> all.put(String.valueOf(key), each));
        }
        return all;
    }

    private static List<String> list(@Nullable Object value) {
        return value instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
    }
}
