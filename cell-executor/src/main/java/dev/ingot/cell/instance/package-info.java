/** The life of one instance, and the register of all instances on this cell. */
@NullMarked
package dev.ingot.cell.instance;

import org.jspecify.annotations.NullMarked;
