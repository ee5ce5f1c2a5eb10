/** Text of others, such as commit messages and names, where it leaves Keelstream; and patterns of names. */
@NullMarked
package io.keelstream.contracts.text;

import org.jspecify.annotations.NullMarked;
