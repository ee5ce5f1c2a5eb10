package io.keelstream.canary.offline.kayenta;

import io.keelstream.canary.configuration.MalformedInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A value inside a JSON document that knows where it stands, so that every error names its place. Immutable.
 *
 * @param file name of the file
 * @param path from the root, for example {@code metrics[0].name}
 * @param node the value; maybe missing
 */
record JsonPlace(String file, String path, JsonNode node) {

    JsonPlace at(String field) {
        return new JsonPlace(file, path.isEmpty() ? field : path + "." + field, node.path(field));
    }

    boolean isGiven() {
        return !node.isMissingNode() && !node.isNull();
    }

    String text(String otherwise) {
        if (!isGiven()) {
            return otherwise;
        }
        if (!node.isString()) {
            throw problem("must be a text, got " + node);
        }
        return node.asString();
    }

    String requiredText() {
        String text = text("");
        if (text.isBlank()) {
            throw problem("must be a text that is not empty");
        }
        return text;
    }

    double number(double otherwise) {
        if (!isGiven()) {
            return otherwise;
        }
        if (!node.isNumber()) {
            throw problem("must be a number, got " + node);
        }
        return node.asDouble();
    }

    boolean flag() {
        if (isGiven() && !node.isBoolean()) {
            throw problem("must be true or false, got " + node);
        }
        return node.asBoolean(false);
    }

    List<JsonPlace> items() {
        if (!node.isArray() || node.isEmpty()) {
            throw problem("must be a list that is not empty");
        }
        List<JsonPlace> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(new JsonPlace(file, path + "[" + i + "]", node.get(i)));
        }
        return items;
    }

    /** The numbers of an object by field; empty where it is missing. */
    SequencedMap<String, Double> numbers() {
        SequencedMap<String, Double> numbers = new TreeMap<>();
        if (isGiven() && !node.isObject()) {
            throw problem("must map names to numbers, got " + node);
        }
        node.propertyNames().forEach(name -> numbers.put(name, at(name).number(Double.NaN)));
        return numbers;
    }

    MalformedInputException problem(String message) {
        return new MalformedInputException(file, (path.isEmpty() ? "the document" : path) + " " + message);
    }
}
