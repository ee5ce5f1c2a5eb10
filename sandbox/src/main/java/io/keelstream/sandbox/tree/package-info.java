/** Reading and changing objects as trees of plain values, in the few ways that the sandbox needs again and again. */
@NullMarked
package io.keelstream.sandbox.tree;

import org.jspecify.annotations.NullMarked;
