/** What can stand in the way: one name for each fact, for people, programs and metrics alike. */
@NullMarked
package io.keelstream.contracts.problem;

import org.jspecify.annotations.NullMarked;
