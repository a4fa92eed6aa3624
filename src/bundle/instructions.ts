/**
 * Content of `meta/VERIFY.txt`: how anybody checks the bundle without this program. The commands are run as they stand
 * here by the tests. Lines end in CR LF, without which an old Notepad shows one long line; those of the blocks for Linux
 * and macOS end in LF, because to a shell a CR is part of the last word.
 *
 * @param stem base name of the zip and name of the folder inside it
 */
export function instructions(stem: string): string {
  return text(stem)
    .split(SHELL_BLOCK)
    .map((part, index) => (index % 2 === 0 ? part.replaceAll("\n", "\r\n") : part))
    .join("");
}

/** A block for a Unix shell, from its first mark to the end of the line of its last. */
const SHELL_BLOCK = /(^\[(?:linux|macos)\]\n[^]*?^\[end\]\n)/m;

function text(stem: string): string {
  return `如何不用本程序自行核对 ${stem}.zip
HOW TO CHECK ${stem}.zip WITHOUT THIS PROGRAM
================================================================================

0. 先对照指纹 / First compare the fingerprint

   指纹是 tagmanifest-sha256.txt 的 SHA-256（64 位十六进制数）。请与打包时另行保存的
   指纹（信函、笔录或 ${stem}.fingerprint.txt）逐位对照。只随证据包一起传递的指纹，
   整包被替换时无从发现。
   The fingerprint is the SHA-256 of tagmanifest-sha256.txt. Compare it with the one
   that was kept elsewhere when the bundle was packed. A fingerprint that travels only
   with the bundle does not show that the whole bundle was replaced.

1. Linux

   把 [linux] 与 [end] 之间的各行（不含这两行）粘贴到 bash 中运行。
   Paste the lines between [linux] and [end], without these two, into bash.

[linux]
unzip -tq ${stem}.zip && unzip -q ${stem}.zip && cd ${stem}
sha256sum tagmanifest-sha256.txt
sha256sum --strict --quiet -c tagmanifest-sha256.txt
sha256sum --strict --quiet -c manifest-sha256.txt
find data -type f | LC_ALL=C sort | comm -3 - <(sed 's/^[0-9a-f]*  //' manifest-sha256.txt | LC_ALL=C sort)
find . -type f ! -path './data/*' ! -path './seal/*' ! -path './tagmanifest-sha256.txt' | sed 's#^\\./##' | LC_ALL=C sort | comm -3 - <(sed 's/^[0-9a-f]*  //' tagmanifest-sha256.txt | LC_ALL=C sort)
[end]

   第 2 行显示指纹；第 3 至 6 行没有任何输出，即为一致。第 3、4 行核对每个文件的校验值，
   第 5、6 行列出清单之外多出的文件。
   Line 2 prints the fingerprint; lines 3 to 6 print nothing when all agrees. Lines 3
   and 4 compare every file with its digest, lines 5 and 6 print files that no list
   names.

2. macOS

   把 [macos] 与 [end] 之间的各行（不含这两行）粘贴到“终端”中运行。
   Paste the lines between [macos] and [end], without these two, into Terminal.

[macos]
unzip -tq ${stem}.zip && unzip -q ${stem}.zip && cd ${stem}
shasum -a 256 tagmanifest-sha256.txt
shasum -a 256 --strict -c tagmanifest-sha256.txt | grep -v ': OK$'
shasum -a 256 --strict -c manifest-sha256.txt | grep -v ': OK$'
find data -type f | LC_ALL=C sort | comm -3 - <(sed 's/^[0-9a-f]*  //' manifest-sha256.txt | LC_ALL=C sort)
find . -type f ! -path './data/*' ! -path './seal/*' ! -path './tagmanifest-sha256.txt' | sed 's#^\\./##' | LC_ALL=C sort | comm -3 - <(sed 's/^[0-9a-f]*  //' tagmanifest-sha256.txt | LC_ALL=C sort)
[end]

   输出的含义同上。 / The output means the same as above.

3. Windows

   右键“全部解压缩”，打开解压所得文件夹（其中有 bagit.txt），在地址栏输入 powershell
   并回车；把 [powershell] 与 [end] 之间的各行（不含这两行）粘贴进去，再按一次回车。
   先显示指纹；其后没有任何输出，即为一致。
   Unpack with "Extract all", open the folder that holds bagit.txt, type powershell in
   the address bar and press Enter. Paste the lines between [powershell] and [end],
   without these two, and press Enter once more. The fingerprint is printed first;
   nothing after it means that all agrees.

[powershell]
certutil -hashfile tagmanifest-sha256.txt SHA256
Get-Content tagmanifest-sha256.txt, manifest-sha256.txt | ForEach-Object { $h, $p = $_ -split '  ', 2; if (-not (Test-Path -LiteralPath $p)) { "MISSING $p" } elseif ((Get-FileHash -Algorithm SHA256 -LiteralPath $p).Hash -ne $h) { "DIFFERS $p" } }
$listed = @{}; Get-Content tagmanifest-sha256.txt, manifest-sha256.txt | ForEach-Object { $listed[($_ -split '  ', 2)[1]] = 1 }
Get-ChildItem -Recurse -File -Force | ForEach-Object { $_.FullName.Substring($PWD.Path.Length + 1).Replace('\\', '/') } | Where-Object { -not $listed.ContainsKey($_) -and $_ -ne 'tagmanifest-sha256.txt' -and $_ -notlike 'seal/*' } | ForEach-Object { "UNLISTED $_" }
[end]

4. Windows，只有 certutil / Windows with nothing but certutil

   在文件所在的文件夹，于地址栏输入 cmd 并回车，逐条运行。certutil 显示的 64 位数字中的
   空格和字母大小写不计。三步的数字都相同，才算一致。
   In the folder of the file type cmd in the address bar and press Enter. Blanks and
   upper or lower case in the 64 digits do not matter. All three steps must agree.

   第一步：证据包本身。在 zip 所在的文件夹运行，与用记事本打开的 ${stem}.zip.sha256 对照：
   Step 1, the zip. In its folder; compare with ${stem}.zip.sha256, opened in Notepad:

[certutil-1]
certutil -hashfile ${stem}.zip SHA256
[end]

   第二步：指纹。解压后，在 bagit.txt 所在的文件夹运行，与信函所载的指纹对照：
   Step 2, the fingerprint. Unpack; in the folder that holds bagit.txt; compare with
   the fingerprint on the letter:

[certutil-2]
certutil -hashfile tagmanifest-sha256.txt SHA256
[end]

   第三步：所收文件的清单。在同一文件夹运行，与报告第 1 页的“清单校验值”对照：
   Step 3, the list of the received files. In the same folder; compare with "Digest of
   the manifest" on page 1 of the report:

[certutil-3]
certutil -hashfile manifest-sha256.txt SHA256
[end]

   这三步核对 zip 和两份清单。某一个文件是否与清单一致，可再对它运行一次，与清单中该文件
   所在行对照： certutil -hashfile 文件名 SHA256
   The three steps check the zip and its two lists. For a single file run it on that file
   and compare with its line in the list:  certutil -hashfile FILE SHA256

5. seal 文件夹 / The folder seal

   如有签名或时间戳，它们针对 tagmanifest-sha256.txt，在打包之后加入，不在清单之内。
   公钥和根证书应从签名人和时间戳机构处取得，不取自证据包。
   Signatures and time stamps, if any, are over tagmanifest-sha256.txt; they are added
   later and are in no list. Take public keys and root certificates from the signer and
   the authority, not from the bundle.

   在 bagit.txt 所在的文件夹运行（需要 openssl；只运行 seal 中有相应文件的那几行）。
   signer.pem 是签名人的公钥，ca.pem、tsa-root.pem 是取自签发机构的根证书。
   In the folder that holds bagit.txt, with openssl; only the lines whose file is there.
   signer.pem is the signer's public key, ca.pem and tsa-root.pem are the roots obtained
   from the authorities.

   签名（.sig），应显示 Verified OK / a plain signature, prints Verified OK:
[openssl-sig]
openssl dgst -sha256 -verify signer.pem -signature seal/tagmanifest-sha256.txt.sig tagmanifest-sha256.txt
[end]

   证书签名（.p7s），应显示 verification successful / CMS:
[openssl-cms]
openssl cms -verify -binary -inform DER -in seal/tagmanifest-sha256.txt.p7s -content tagmanifest-sha256.txt -CAfile ca.pem -purpose any -out /dev/null
[end]

   时间戳（.tsr），应显示 Verification: OK；机构的证书已过期时加 -attime 时间戳所载的时刻
   （自 1970 年起的秒数）。有 seal/tsa-chain.pem 时加 -untrusted seal/tsa-chain.pem。
   A time stamp, prints Verification: OK. Where the authority's certificate has expired
   since, add -attime with the moment of the stamp in seconds since 1970; where there is
   seal/tsa-chain.pem, add -untrusted seal/tsa-chain.pem.
[openssl-ts]
openssl ts -verify -data tagmanifest-sha256.txt -in seal/tagmanifest-sha256.txt.tsr -CAfile tsa-root.pem
openssl ts -reply -in seal/tagmanifest-sha256.txt.tsr -text
[end]

6. 以上核对不能显示什么 / What these checks do not show

   - 校验值只反映文件自打包之后有无变化，不反映打包之前的内容。
   - 整包被替换、清单被重新计算：只有与另行保存的指纹对照，或核对 seal 中的签名、
     时间戳，才能发现。
   - zip 容器本身夹带的数据、record/ 中的记录能否由 data/ 重新得出：请用
     evidence verify ${stem}.zip 核对。
   - Digests show changes since packing. They say nothing about what was before.
   - A bundle replaced as a whole, with digests made anew, is only noticed by a
     fingerprint kept elsewhere or by a signature or time stamp in seal/.
   - Data hidden in the zip container, and whether the records in record/ follow from
     data/, are checked by: evidence verify ${stem}.zip
`;
}
