/** The topics: their names, keys, policies, writers and audiences. */
@NullMarked
package io.keelstream.contracts.topic;

import org.jspecify.annotations.NullMarked;
