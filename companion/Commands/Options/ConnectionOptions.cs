using System.CommandLine;
using System.CommandLine.Parsing;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Mqtt;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options that say which broker, and as whom.</summary>
internal sealed class ConnectionOptions
{
    private const string PasswordVariable = "METER_BROKER_PASSWORD";

    private readonly bool _canAsk;

    /// <summary>Makes them.</summary>
    /// <param name="name">How the option that names the broker is called.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="canAsk">Whether somebody is there who knows the password, and has an environment to put it in.</param>
    public ConnectionOptions(string name, string description, bool canAsk = true)
    {
        _canAsk = canAsk;
        Url = UrlOption(name, description);
        User = new Option<string?>("--user")
        {
            Description = canAsk
                ? $"User at the broker; the password comes from {PasswordVariable}, from --password-file, or is asked for"
                : "User at the broker",
            HelpName = "NAME",
        };
    }

    /// <summary>The option that names the broker.</summary>
    public Option<BrokerAddress?> Url { get; }

    /// <summary>Another option that names one, for the same user; null for none.</summary>
    public Option<BrokerAddress?>? Other { get; init; }

    private Option<string?> User { get; }

    private Option<string?> PasswordFile { get; } = new("--password-file")
    {
        Description = "A file whose first line is that password",
        HelpName = "FILE",
    };

    private Option<string?> Ca { get; } = new("--ca")
    {
        Description = "For mqtts: an authority whose certificates are trusted beside those that this machine trusts (PEM)",
        HelpName = "FILE",
    };

    /// <summary>An option that names a broker.</summary>
    /// <param name="name">How it is called.</param>
    /// <param name="description">What it is for.</param>
    public static Option<BrokerAddress?> UrlOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "URL",
        CustomParser = result => Address(result, name),
    };

    /// <summary>What the command line says of the broker, each word with a blank before it.</summary>
    public string Words(ParseResult parsed) => ShellWords.Tail(OptionText.Given(parsed, Url, User, PasswordFile, Ca));

    /// <summary>Those whose value is the path of a file.</summary>
    public IReadOnlyList<Option> Files => [PasswordFile, Ca];

    /// <summary>The file with the password that the command line names, or null.</summary>
    public string? PasswordFileOf(ParseResult parsed) => parsed.GetValue(PasswordFile);

    /// <summary>The authority's certificate that the command line names, or null.</summary>
    public string? CaOf(ParseResult parsed) => parsed.GetValue(Ca);

    public void AddTo(Command command)
    {
        command.Options.Add(Url);
        command.Options.Add(User);
        command.Options.Add(PasswordFile);
        command.Options.Add(Ca);
    }

    /// <summary>Adds an error when something is said about a broker that is not named, or a password would have to be asked for where nobody is.</summary>
    public void RequireUrl(CommandResult result)
    {
        Option[] others = [User, PasswordFile, Ca];
        if (result.GetResult(Url) == null && (Other == null || result.GetResult(Other) == null) && others.FirstOrDefault(option => result.GetResult(option) != null) is Option lonely)
        {
            result.AddError($"{lonely.Name} belongs to {Url.Name} URL.");
        }
        else if (!_canAsk && result.GetResult(User) != null && result.GetResult(PasswordFile) == null)
        {
            result.AddError($"{User.Name} takes {PasswordFile.Name} along: a service can ask nobody.");
        }
    }

    /// <summary>The broker that the command line names, or null. May ask for the password.</summary>
    /// <exception cref="CommandFailure">The password file cannot be read.</exception>
    public BrokerAccess? Read(ParseResult parsed) =>
        parsed.GetValue(Url) is BrokerAddress address ? Read(parsed, address) : null;

    /// <summary>The broker that the command line names, or another.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="other">The other.</param>
    /// <exception cref="CommandFailure">The password file cannot be read.</exception>
    public BrokerAccess Read(ParseResult parsed, BrokerAddress other)
    {
        BrokerAddress address = parsed.GetValue(Url) ?? other;
        string user = parsed.GetValue(User) ?? "";
        return new BrokerAccess(address, user, user.Length == 0 ? "" : Password(parsed, user, address), parsed.GetValue(Ca));
    }

    /// <summary>The broker that settings name, with what the command line says otherwise.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="settings">What the settings say.</param>
    /// <exception cref="CommandFailure">The password file cannot be read.</exception>
    public BrokerAccess Over(ParseResult parsed, BrokerAccess settings)
    {
        string user = parsed.GetValue(User) ?? settings.User;

        // The settings' password is that of their user, and nobody else's.
        bool isOther = user != settings.User || parsed.GetValue(PasswordFile) != null;
        string password = !isOther ? settings.Password : user.Length == 0 ? "" : Password(parsed, user, settings.Address);
        return settings with { User = user, Password = password, CaPath = parsed.GetValue(Ca) ?? settings.CaPath };
    }

    private string Password(ParseResult parsed, string user, BrokerAddress address)
    {
        if (parsed.GetValue(PasswordFile) is string path)
        {
            return Sources.SmallFile.ReadFirstLine(path);
        }

        return Environment.GetEnvironmentVariable(PasswordVariable)
            ?? (Console.IsInputRedirected || Console.IsOutputRedirected ? "" : Ask(user, address));
    }

    private static string Ask(string user, BrokerAddress address) =>
        AnsiConsole.Prompt(new TextPrompt<string>(Markup.Escape($"Password of {user} at {address.Host}:")).Secret(null).AllowEmpty());

    private static BrokerAddress? Address(ArgumentResult result, string option)
    {
        string text = result.Tokens[0].Value;
        if (BrokerAddress.TryParse(text, out BrokerAddress? address))
        {
            return address;
        }

        // What stands before an @ may be a password.
        string shown = text[(text.LastIndexOf('@') + 1)..];
        result.AddError(shown.Length < text.Length
            ? $"{option} takes {BrokerAddress.Form}; the user goes to --user, the password to {PasswordVariable}."
            : $"{option} takes {BrokerAddress.Form}, not \"{text}\".");
        return null;
    }
}
