/** Numbers of untyped values, such as the body of an object. */
@NullMarked
package io.keelstream.contracts.number;

import org.jspecify.annotations.NullMarked;
