/** What a container is, written as an OCI runtime configuration: a pure function of its inputs. */
@NullMarked
package dev.ingot.cell.bundle;

import org.jspecify.annotations.NullMarked;
