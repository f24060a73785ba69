/** Reading, killing and removing control groups, v1 and v2. */
@NullMarked
package dev.ingot.cell.cgroup;

import org.jspecify.annotations.NullMarked;
