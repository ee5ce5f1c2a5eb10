package io.keelstream.gitwatcher.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * Finds a chart in an {@code index.yaml}, event by event: the file lists every version of every chart, and only one of them is ever in
 * memory. Used once.
 */
final class ChartIndex {

    private static final int DEPTH = 20;
    private static final int LONGEST = 4_000;
    private static final int MOST_URLS = 10;

    private final Iterator<Event> events;
    private final String chart;
    private final String version;

    private ChartIndex(Iterator<Event> events, String chart, String version) {
        this.events = events;
        this.chart = chart;
        this.version = version;
    }

    /**
     * A version of a chart.
     *
     * @param digest SHA-256 of its archive; empty where the file does not say
     * @param urls where its archive is; may be relative to the file
     */
    record Entry(String digest, List<String> urls) {}

    /** The version of the chart; empty where the file does not have it. */
    static Optional<Entry> find(InputStream index, String chart, String version, int mostCharacters)
            throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(mostCharacters);
        options.setNestingDepthLimit(DEPTH);
        try {
            BrokenText text = new BrokenText(new InputStreamReader(index, StandardCharsets.UTF_8));
            return new ChartIndex(events(text, options), chart, version).find();
        } catch (YAMLException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new MalformedException("it is not well-formed");
        }
    }

    private static Iterator<Event> events(BrokenText text, LoaderOptions options) {
        Iterator<Event> events = new Yaml(options).parse(text).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return events.hasNext();
            }

            @Override
            public Event next() {
                Event event = events.next();
                text.progress();
                return event;
            }
        };
    }

    /** The file is no list of charts. */
    static final class MalformedException extends IOException {

        private static final long serialVersionUID = 1L;

        /** @param why a clause about the file */
        MalformedException(String why) {
            super(why);
        }
    }

    private Optional<Entry> find() throws MalformedException {
        while (events.hasNext()) {
            if (events.next() instanceof MappingStartEvent) {
                return document();
            }
        }
        throw new MalformedException("it is no mapping");
    }

    private Optional<Entry> document() throws MalformedException {
        for (@Nullable String key = key(); key != null; key = key()) {
            Event value = events.next();
            if (!key.equals("entries")) {
                skip(value);
            } else if (value instanceof MappingStartEvent) {
                Optional<Entry> found = entries();
                if (found.isPresent()) {
                    return found;
                }
            } else {
                throw new MalformedException("its 'entries' is no mapping");
            }
        }
        return Optional.empty();
    }

    private Optional<Entry> entries() throws MalformedException {
        for (@Nullable String key = key(); key != null; key = key()) {
            Event value = events.next();
            if (key.equals(chart) && value instanceof SequenceStartEvent) {
                for (Event each = events.next(); !(each instanceof SequenceEndEvent); each = events.next()) {
                    Optional<Entry> found = each instanceof MappingStartEvent ? version() : Optional.empty();
                    if (found.isPresent()) {
                        return found;
                    }
                    if (!(each instanceof MappingStartEvent)) {
                        skip(each);
                    }
                }
            } else {
                skip(value);
            }
        }
        return Optional.empty();
    }

    private Optional<Entry> version() throws MalformedException {
        String found = "";
        String digest = "";
        List<String> urls = new ArrayList<>();
        for (@Nullable String key = key(); key != null; key = key()) {
            Event value = events.next();
            if (key.equals("version") && value instanceof ScalarEvent scalar) {
                found = text(scalar);
            } else if (key.equals("digest") && value instanceof ScalarEvent scalar) {
                digest = text(scalar);
            } else if (key.equals("urls") && value instanceof SequenceStartEvent) {
                for (Event each = events.next(); !(each instanceof SequenceEndEvent); each = events.next()) {
                    if (each instanceof ScalarEvent scalar && urls.size() < MOST_URLS) {
                        urls.add(text(scalar));
                    } else {
                        skip(each);
                    }
                }
            } else {
                skip(value);
            }
        }
        return found.equals(version) ? Optional.of(new Entry(digest, List.copyOf(urls))) : Optional.empty();
    }

    /** The next key of a mapping; null at its end. Keys that are no texts are passed over. */
    private @Nullable String key() throws MalformedException {
        while (true) {
            Event key = events.next();
            if (key instanceof MappingEndEvent) {
                return null;
            }
            if (key instanceof ScalarEvent scalar) {
                return scalar.getValue();
            }
            skip(key);
            skip(events.next());
        }
    }

    private static String text(ScalarEvent scalar) throws MalformedException {
        if (scalar.getValue().length() > LONGEST) {
            throw new MalformedException("a field of a version has more than " + LONGEST + " characters");
        }
        return scalar.getValue();
    }

    private void skip(Event start) {
        int depth = opens(start);
        while (depth > 0) {
            depth += opens(events.next());
        }
    }

    private static int opens(Event event) {
        return switch (event) {
            case MappingStartEvent _, SequenceStartEvent _ -> 1;
            case MappingEndEvent _, SequenceEndEvent _ -> -1;
            default -> 0;
        };
    }
}
