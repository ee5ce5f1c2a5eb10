package io.keelstream.kubernetes.yaml;

import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.parser.Parser;

/** A parser that stops where a text has more nodes than its budget has values: the nodes of a document are all held at once. */
final class CountedEvents implements Parser {

    private final Parser parser;
    private final YamlBudget budget;
    private long nodes;

    CountedEvents(Parser parser, YamlBudget budget) {
        this.parser = parser;
        this.budget = budget;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public Event getEvent() {
        Event event = parser.getEvent();
        if (event.is(Event.ID.DocumentStart)) {
            nodes = 0;
        }
        // a key is a node and no value
        if (event instanceof NodeEvent && ++nodes / 2 > budget.valuesLeft()) {
            throw budget.tooManyValues(event.getStartMark());
        }
        return event;
    }
}
