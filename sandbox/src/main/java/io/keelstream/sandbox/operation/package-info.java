/**
 * What can be done with objects: reading, creating, updating, patching, applying, deleting, with the rules that hold for
 * all kinds. Used alike by requests from outside and by the controllers inside.
 */
@NullMarked
package io.keelstream.sandbox.operation;

import org.jspecify.annotations.NullMarked;
