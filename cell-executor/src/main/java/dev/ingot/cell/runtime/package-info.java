/** Runs containers so that they outlive the cell. InstanceRuntime is free of runc words; the only implementation drives runc under conmon. */
@NullMarked
package dev.ingot.cell.runtime;

import org.jspecify.annotations.NullMarked;
