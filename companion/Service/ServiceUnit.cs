using System.Text;

namespace MeterFirmware.Companion.Service;

/// <summary>The unit that tells systemd how to run a meter for a user.</summary>
/// <param name="Program">What is run.</param>
/// <param name="Arguments">Its words; never a secret, since every user of the machine can read them.</param>
/// <param name="Folder">Where it runs.</param>
internal sealed record ServiceUnit(MeterProgram Program, IReadOnlyList<string> Arguments, string Folder)
{
    /// <summary>The unit's name.</summary>
    public const string Name = "meter.service";

    /// <summary>Between a failure and the next start.</summary>
    public const int RestartSeconds = 10;

    private const string FirstLine = "# Written by 'meter service install'; 'meter service uninstall' removes it.";

    /// <summary>Where the user's units are.</summary>
    public static string FilePath => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config", "systemd", "user", Name);

    /// <summary>Where the totals are when nothing else is said.</summary>
    public static string DefaultFolder => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", "meter");

    /// <summary>The unit as systemd reads it.</summary>
    /// <remarks>
    /// 2 is a command line that this version does
    /// not know: another try cannot help. 130 and 143 are how a program ends that is asked to before it has begun.
    /// </remarks>
    public string Text =>
        $"""
        {FirstLine}
        [Unit]
        Description=Meter: reads the P1 port of the smart meter
        StartLimitIntervalSec=0

        [Service]
        Type=exec
        ExecStart={string.Join(' ', Words)}
        WorkingDirectory={Folder.Replace("%", "%%", StringComparison.Ordinal)}
        {(Program.DotnetRoot is string root ? $"Environment={Quote($"DOTNET_ROOT={root}")}\n" : "")}StandardOutput=journal
        StandardError=journal
        Restart=on-failure
        RestartSec={RestartSeconds}
        RestartPreventExitStatus=2
        SuccessExitStatus=130 143
        UMask=0077

        [Install]
        WantedBy=default.target

        """;

    // Variables are not put into the program's own path.
    private IEnumerable<string> Words =>
        [Quote(Program.Words[0]), .. Program.Words.Skip(1).Concat(Arguments).Select(word => Quote(word).Replace("$", "$$", StringComparison.Ordinal))];

    /// <summary>Whether a unit is one of these.</summary>
    public static bool IsOurs(string text) => text.StartsWith(FirstLine, StringComparison.Ordinal);

    // As in systemd.syntax(7): specifiers begin with %, and quoted words take the escapes of C.
    private static string Quote(string word)
    {
        StringBuilder text = new(word.Length);
        bool isPlain = word.Length > 0;
        foreach (char c in word)
        {
            isPlain &= char.IsAsciiLetterOrDigit(c) || "-_./:=,+@%$".Contains(c, StringComparison.Ordinal);
            text.Append(c switch
            {
                '%' => "%%",
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => @"\n",
                '\t' => @"\t",
                _ => c.ToString(),
            });
        }

        return isPlain ? text.ToString() : $"\"{text}\"";
    }
}
