"""Small KTX 2 files for the tests: four made by Basis Universal's encoder, and a writer of uncompressed ones."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np

_IDENTIFIER = b"\xabKTX 20\xbb\r\n\x1a\n"
FORMATS = {(1, 1): 9, (2, 1): 16, (3, 1): 29, (4, 1): 43, (1, 2): 70, (2, 2): 77, (3, 2): 84, (4, 2): 91}
"""VkFormat by channels and bytes of a channel; three and four of 8 bits are sRGB."""


def plain(pixels, *, scheme=0, metadata=None, vk_format=None, smaller=(), **fields):
    """An uncompressed KTX 2 of an array (h, w, channels) uint8 or uint16, and of smaller ones as further levels.

    `scheme` is 0 (none), 2 (Zstandard) or 3 (ZLIB); `metadata` maps keys to text; `fields` overwrite what the
    header or level 0 says: width, height, depth, layers, faces, levels, said_scheme, level_offset, level_length,
    level_raw_length.
    """
    height, width, channels = pixels.shape
    samples = b"".join(struct.pack("<HBBIII", 8 * i, 7, (0, 1, 2, 15)[i], 0, 0, 255) for i in range(channels))
    block = struct.pack("<IHHBBBB8s4s", 0, 2, 24 + len(samples), 1, 1, 2, 0, b"", b"") + samples
    descriptor = struct.pack("<I", 4 + len(block)) + block
    pairs = [key.encode() + b"\0" + value.encode() + b"\0" for key, value in (metadata or {}).items()]
    values = b"".join(struct.pack("<I", len(pair)) + pair + bytes(-len(pair) % 4) for pair in pairs)
    at = 80 + 24 * (1 + len(smaller))
    body, places = descriptor + values, []
    for level in reversed((pixels, *smaller)):
        raw = np.ascontiguousarray(level).astype(level.dtype.newbyteorder("<")).tobytes()
        packed = {0: bytes, 2: _zstandard, 3: zlib.compress}[scheme](raw)
        body += bytes(0 if scheme else -(at + len(body)) % (12 * pixels.dtype.itemsize))
        places.insert(0, (at + len(body), len(packed), len(raw)))
        body += packed
    say = {"width": width, "height": height, "depth": 0, "layers": 0, "faces": 1, "levels": len(places)}
    say |= {"said_scheme": scheme}
    say |= dict(zip(("level_offset", "level_length", "level_raw_length"), places[0], strict=True))
    say |= fields
    kind = vk_format or FORMATS[channels, pixels.dtype.itemsize]
    numbers = [say[name] for name in ("width", "height", "depth", "layers", "faces", "levels", "said_scheme")]
    head = struct.pack("<9I", kind, pixels.dtype.itemsize, *numbers)
    head += struct.pack("<4I2Q", at, len(descriptor), at + len(descriptor), len(values), 0, 0)
    places[0] = tuple(say[f"level_{name}"] for name in ("offset", "length", "raw_length"))
    return b"".join((_IDENTIFIER, head, *(struct.pack("<3Q", *place) for place in places), body))


def _zstandard(raw):
    from threedkit.scene.image_formats.ktx2_pixels import zstandard_module

    return zstandard_module().compress(raw)


def _file(text):
    return zlib.decompress(base64.b85decode("".join(text.split())))


# 16 x 16 pixels: red, green / blue, white, a quarter each; in those with alpha the white quarter is transparent.
# Made by Basis Universal (quality 100) from an array; packed by zlib and base85.
ETC1S = _file(
    """
    c-mX-9TK5nWU!l;ONxsD2pEA_0E%G%B*qG*PXMtF5Ptz;6(E*igs5SI(ke_4nu7rqC_=@V(Zm&)5OyE~c^u+$IK*|JG!ugc!(v7z
    24-etH`v2j|A9arNCUlHUX)pqTEyU#Se#j`5So`+mReMtn4@5%XK28{zzx)G4RSXS8=={S?l)}y!sbR|#1sy+K;q!aL;;o=LSX9-
    KjAswz;0mZz`)=j(PsKU+?hFnsR0~GQ4If2ZC_Vql+nn-q@ucXx%<=S&%@WBg8(02-`LpLzu}>wp=(#ITE)b0&;??N(8K*#nG9GV
    eo2&A$>4tk=qHxB%q+|k)jb#tAP#C^U^33$F5l&S=CY702ZszF0Ltn`J^
    """
)
"""ETC1S, five levels."""

ETC1S_ALPHA = _file(
    """
    c-mX-9TK5nWU!l;ONxsD2pEA_0E%IN5ea7iu?-L}0b&&(J^@uT1xm*-LTGLVRA2+8nHVe>7Bez2Ff%hSaB#q6?cwVF1AzmBJwGyE
    9!LY7SzeS`l3K*zlvtcutPq-)S(aK<oS36vq-SWrz`)AD%%B5Q#|y;9Xm+zhF$)kY9B_dMK5}6(5CpRtbOadGAc6u+4V(}bOF=So
    NN8v%E0Dcn)v8rYA_rO^fpevG1H%kR_&BHt8kjdQG$=AK#C@9Ml*zK#fguf|e*y~&!@sGSYo-V=%=xB!833o`G@<
    """
)
"""ETC1S with alpha, one level."""

UASTC = _file(
    """
    c-mX-9TK5nWU!l;ONxsD2pEA_0E%IN5sE<|1Bi8icnXw82M3TfA<;0kObi+f%NUs$n3<97sE4!u1A#n{20E*}D6=HBh`}kbII~zG
    G%vF(wWv5TN5M$X(13w~1*8k8?Ylg~1Nkb1{pfu02l5Z(nfP(?Db+8|@Zi5Z(*s6a{O=(D)V#;Zr&K=x9Dqvo
    """
)
"""UASTC, one level, not supercompressed."""

UASTC_ZSTD = _file(
    """
    c-mX-9TK5nWU!l;ONxsD2pEA_0E%G%B*qHFOh9}Bh;@MY3lOU?V1hM_5ZW49GY}+0X-}xI1C;iHic3QIFnbMgh)duQ*MZVZ3>pl}
    7?~KDnUVca&kSSz2LgE@4fJ+-QD#YM5rb1=ab~eXXkKPnYEf}wj)IY%p#cMf##a5m3IdG`4CT|Oe-{shITK03->*UE%-z$mcUGOc
    -}wK3JwoC^AMZSuNB58Ze`w#Z3M%0MbW_Bu3<ehlCO3xzffpSP6n_pl#Nc4$!r*q|#MPNc&J>qN90u|k+*~3|?$pevnNy>u<jCEZ
    z|nSq@xihGyZ8SG8I-`l(96j1;=4S<1NkZj@dxq`<eB)z86NzXXL`W+9ptx~_v{R;LJZwA8Fw;IV~WU8V`4R60sw3vYJC
    """
)
"""UASTC with alpha, five levels, Zstandard."""
