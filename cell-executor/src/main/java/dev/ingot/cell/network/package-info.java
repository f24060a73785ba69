/** Network namespaces with an address and a way out, made ahead, and the one nftables table that keeps them apart. */
@NullMarked
package dev.ingot.cell.network;

import org.jspecify.annotations.NullMarked;
