"""Electronic signatures under what the ministry publishes: PAdES, with the deployer's own certificate.

    signer = the_signer()                    # None where none is configured; raises SignerFault with what to do
    signed = signer.sign(content)            # the same document with a signature in it, and when it was given

The key comes as a PKCS#12 file whose path, and the path of a file with its passphrase, stand in the settings. Neither is kept in
the database, logged, or handed to a program as an argument. A demonstration makes a test certificate of its own.

`model` says what a signer is; `keys` opens the file; `pades` signs; `note` draws what is seen of it, `places` says where.
"""

from reports.signing.keys import the_signer
from reports.signing.model import Identity, Signed, Signer, SignerFault

__all__ = ["Identity", "Signed", "Signer", "SignerFault", "the_signer"]
