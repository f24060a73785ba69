/** The immutable route table, swapped as a whole, and its copy on disk from which the router serves before the controller is there. */
@NullMarked
package dev.ingot.router.table;

import org.jspecify.annotations.NullMarked;
