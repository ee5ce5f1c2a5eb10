/**
 * Whose objects are, and when something may be deleted: every rule, with a kill -9 in the middle. A class is one story that
 * is played once: a first commit, changes of all its applications at the same time, a crash while they are under way, and a
 * new start. Each test then looks at one rule.
 */
@NullMarked
package io.keelstream.e2e.ownership;

import org.jspecify.annotations.NullMarked;
