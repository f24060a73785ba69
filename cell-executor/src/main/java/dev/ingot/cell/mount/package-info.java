/** mount(2), umount2(2) and the mount table. */
@NullMarked
package dev.ingot.cell.mount;

import org.jspecify.annotations.NullMarked;
