package io.keelstream.kubernetes.yaml;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/**
 * How much several texts may ask of their reader together. It is taken while they are read, aliases written out, so that
 * reading stops before there is more than that. Confined to one thread.
 */
public final class YamlBudget {

    private static final int PACE = 1_000;

    private final int mostDocuments;
    private final int mostValues;
    private final long mostCharacters;
    private final Runnable pace;
    private long documents;
    private long values;
    private long characters;
    private boolean spent;

    /**
     * A budget of which nothing is spent.
     *
     * @param documents documents that are not empty
     * @param values maps, lists and scalars
     * @param characters characters of scalars and keys
     * @param pace runs after every thousand values; may throw to stop the reading
     */
    public YamlBudget(int documents, int values, long characters, Runnable pace) {
        this.mostDocuments = documents;
        this.mostValues = values;
        this.mostCharacters = characters;
        this.pace = pace;
    }

    /** Whether a text asked for more than there was; then nothing more can be read with it. */
    public boolean isSpent() {
        return spent;
    }

    /** How many values may still be read. */
    long valuesLeft() {
        return mostValues - values;
    }

    void document(@Nullable Mark place) {
        if (++documents > mostDocuments) {
            throw spent(place, "more than " + mostDocuments + " documents");
        }
    }

    void value(@Nullable Mark place) {
        if (++values > mostValues) {
            throw tooManyValues(place);
        }
        if (values % PACE == 0) {
            pace.run();
        }
    }

    void text(@Nullable Mark place, int length) {
        characters += length;
        if (characters > mostCharacters) {
            throw spent(place, "more than " + mostCharacters + " characters with aliases written out");
        }
    }

    YamlProblem tooManyValues(@Nullable Mark place) {
        return spent(place, "more than " + mostValues + " values with aliases written out");
    }

    /** What is spent now, to go back to when a text is read again from its start. */
    Spent now() {
        return new Spent(documents, values, characters);
    }

    void goBack(Spent to) {
        documents = to.documents;
        values = to.values;
        characters = to.characters;
    }

    /** A state of the budget. */
    record Spent(long documents, long values, long characters) {}

    private YamlProblem spent(@Nullable Mark place, String what) {
        spent = true;
        return new YamlProblem(place, what);
    }
}
