using System.Security.Cryptography;

namespace MeterFirmware.Companion.Chip;

/// <summary>A certificate or key for the broker.</summary>
internal static class PemFile
{
    /// <summary>Makes sure that a file has something of a kind in it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What its label ends with: CERTIFICATE or PRIVATE KEY.</param>
    /// <exception cref="CommandFailure">It cannot be read, or is something else.</exception>
    public static void Check(string path, string kind)
    {
        string text = Sources.SmallFile.ReadText(path);
        string label = PemEncoding.TryFind(text, out PemFields fields) ? text[fields.Label] : "";
        if (label == "ENCRYPTED PRIVATE KEY")
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path} is encrypted and the chip cannot ask for its password; take the password off with 'openssl pkey'.");
        }

        if (!label.EndsWith(kind, StringComparison.Ordinal))
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path} has no {kind} in PEM form; it starts with \"-----BEGIN\".");
        }
    }
}
