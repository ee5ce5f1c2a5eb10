/** Text of others, such as commit messages and names, where it leaves Keelstream. */
@NullMarked
package io.keelstream.contracts.text;

import org.jspecify.annotations.NullMarked;
