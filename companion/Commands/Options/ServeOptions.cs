using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Service;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options of <c>meter serve</c>, on a command line, in its file of settings, and of the service that runs it.</summary>
internal sealed class ServeOptions
{
    private const string NeedsMeter = "does not go with --broker: the device that reads the meter does that";

    private readonly bool _isService;
    private readonly Option<string[]> _devices = new("--device") { Description = "With --broker: serve this device; may be given several times; default all that the broker has", HelpName = "ID", CustomParser = Ids };
    private readonly Option<string?> _share = new("--share") { Description = "With --broker: share the messages with other collectors of this name that write to the same store (MQTT 5)", HelpName = "NAME", CustomParser = result => CheckedId(result, result.Tokens[0].Value, "--share takes a name") };
    private readonly Option<IPEndPoint?> _listen = Place("--listen", "Where page and API are; default 127.0.0.1:8080, which this machine alone can reach; * stands for all addresses, and takes a password along");
    private readonly Option<string?> _passwordFile = new("--page-password-file") { Description = "A file whose first line is the password of page and API, or what --set-password wrote", HelpName = "FILE" };
    private readonly Option<bool> _openRead = new("--open-read") { Description = "Everyone who can reach page and API may read them, without a password" };
    private readonly Option<IPEndPoint?> _homeWizard = Place("--homewizard", "Answer as a HomeWizard P1 meter on this port, for chargers and batteries that know no other; without a password, as those have none", isPortEnough: true);
    private readonly Option<IPEndPoint?> _telegrams = Place("--telegrams", "Send raw telegrams to whoever connects to this port; without a password", isPortEnough: true);

    /// <summary>Makes them.</summary>
    /// <param name="isService">Whether nobody will be there.</param>
    public ServeOptions(bool isService)
    {
        _isService = isService;
        Source = ConnectionOptions.UrlOption("--broker", $"Serve what devices publish to this broker: {BrokerAddress.Form}");
        Run = new RunOptions(isService, Source);
    }

    /// <summary>Those of reading a meter.</summary>
    public RunOptions Run { get; }

    /// <summary>The broker whose devices are served.</summary>
    public Option<BrokerAddress?> Source { get; }

    /// <summary>A simulated house.</summary>
    public Option<bool> Simulate { get; } = new("--simulate") { Description = "Serve a simulated house, with nothing attached" };

    /// <summary>Where the history is kept.</summary>
    public Option<string> Store { get; } = HistoryOptions.StoreOption("Keep the history in this store", "history.db beside the file of --state, else in ~/.local/state/meter");

    /// <summary>A file with these options.</summary>
    public Option<string?> Config { get; } = new("--config") { Description = $"A file of JSON with these options, named without their dashes; what the command line says wins; default {ServeConfig.DefaultName} in this folder, when it is there and no source is named", HelpName = "FILE" };

    /// <summary>Those whose value is the path of a file.</summary>
    public bool IsFile(Option option, string value) => option == _passwordFile || option == Config || (option == Store && !value.Contains("://", StringComparison.Ordinal)) || Run.IsFile(option, value);

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        Run.Sources.AddLiveTo(command);
        command.Options.Add(Source);
        command.Options.Add(_devices);
        command.Options.Add(_share);
        if (!_isService)
        {
            command.Options.Add(Simulate);
        }

        foreach (Option option in new Option[] { Store, _listen, _passwordFile, _openRead, _homeWizard, _telegrams, Config })
        {
            command.Options.Add(option);
        }

        Run.AddTo(command);
    }

    /// <summary>Whether a source is named.</summary>
    public bool NamesSource(CommandResult result) => Run.Sources.Count(result) > 0 || result.GetResult(Source) != null || IsSet(result, Simulate);

    /// <summary>Adds an error when they do not fit together, and no file has the rest.</summary>
    public void ValidateLine(CommandResult result)
    {
        if (ServeConfig.PathIn(result, this) == null)
        {
            Validate(result);
        }
    }

    /// <summary>Adds an error when they do not fit together.</summary>
    public void Validate(CommandResult result)
    {
        bool isBroker = result.GetResult(Source) != null;
        bool isSimulated = IsSet(result, Simulate);
        Run.RequireSource(result, _isService ? "Name one source: --port, --tcp or --broker." : "Name one source: --port, --tcp, --broker or --simulate.", (isBroker ? 1 : 0) + (isSimulated ? 1 : 0));
        if (isBroker && Run.OfMeter.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is Option needsMeter)
        {
            result.AddError($"{needsMeter.Name} {NeedsMeter}.");
        }

        if (!isBroker && new Option[] { _devices, _share }.FirstOrDefault(option => result.GetResult(option) != null) is Option ofBroker)
        {
            result.AddError($"{ofBroker.Name} belongs to {Source.Name} URL.");
        }

        if (isBroker && result.GetResult(_devices) is { Tokens.Count: > 1 } && new Option[] { _homeWizard, _telegrams }.FirstOrDefault(option => result.GetResult(option) != null) is Option single)
        {
            result.AddError($"{single.Name} serves one meter; name one {_devices.Name}.");
        }

        bool isOpen = IsSet(result, _openRead);
        if (isOpen && result.GetResult(_listen) == null && result.GetResult(_passwordFile) == null)
        {
            result.AddError($"{_openRead.Name} belongs to {_listen.Name} or {_passwordFile.Name}: this machine alone can read as it is.");
        }

        if (TextOf(result, _listen) is string text && PlaceIn(text, isPortEnough: false) is IPEndPoint place && !IPAddress.IsLoopback(place.Address) && result.GetResult(_passwordFile) == null && !isOpen)
        {
            result.AddError($"{_listen.Name} {Text(place)} lets other machines in, so {_passwordFile.Name} FILE is needed ('meter serve --set-password FILE' makes one), or {_openRead.Name} to let everyone there read.");
        }
    }

    /// <summary>The devices that are named; none for all.</summary>
    public string[] DevicesOf(ParseResult parsed) => parsed.GetValue(_devices) ?? [];

    /// <summary>The name under which the messages are shared, or null.</summary>
    public string? ShareOf(ParseResult parsed) => parsed.GetValue(_share);

    /// <summary>Whether only one meter can be served.</summary>
    public bool IsOfOneMeter(ParseResult parsed) => HomeWizardOf(parsed) != null || TelegramsOf(parsed) != null;

    /// <summary>Where page and API are to be; null for the default.</summary>
    public IPEndPoint? ListenOf(ParseResult parsed) => parsed.GetValue(_listen);

    /// <summary>The file with the password of the page, or null.</summary>
    public string? PasswordFileOf(ParseResult parsed) => parsed.GetValue(_passwordFile);

    /// <summary>Whether reading takes no password.</summary>
    public bool IsOpenToRead(ParseResult parsed) => parsed.GetValue(_openRead);

    /// <summary>Where the emulated HomeWizard P1 meter is to be, or null.</summary>
    public IPEndPoint? HomeWizardOf(ParseResult parsed) => parsed.GetValue(_homeWizard);

    /// <summary>Where raw telegrams are to be, or null.</summary>
    public IPEndPoint? TelegramsOf(ParseResult parsed) => parsed.GetValue(_telegrams);

    /// <summary>What stands after an option, when that is said once; null otherwise. What a value comes to is not known while a line is judged.</summary>
    public static string? TextOf(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false, Tokens: [Token token] } ? token.Value : null;

    private static bool IsSet(CommandResult result, Option<bool> flag) => result.GetResult(flag) is { Implicit: false } && TextOf(result, flag) != "false";

    private static string[] Ids(ArgumentResult result) => [.. result.Tokens.Select(token => CheckedId(result, token.Value, "--device takes the id of a device"))];

    private static string CheckedId(ArgumentResult result, string id, string wanted)
    {
        if (id.Length == 0 || id.Any(c => c is '+' or '#' or '/' || char.IsControl(c)))
        {
            result.AddError($"{wanted}, without +, # and /, not \"{id}\".");
        }

        return id;
    }

    private static string Text(IPEndPoint place) => place.Address.Equals(IPAddress.IPv6Any) ? $"*:{place.Port}" : place.ToString();

    private static Option<IPEndPoint?> Place(string name, string description, bool isPortEnough = false) => new(name)
    {
        Description = description,
        HelpName = isPortEnough ? "PORT" : "ADDRESS:PORT",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (PlaceIn(text, isPortEnough) is IPEndPoint place)
            {
                return place;
            }

            result.AddError(isPortEnough
                ? $"{name} takes a port such as 8081, or an address of this machine and a port, not \"{text}\"."
                : $"{name} takes an address of this machine and a port, such as 127.0.0.1:8080 or *:8080, not \"{text}\".");
            return null;
        },
    };

    private static IPEndPoint? PlaceIn(string text, bool isPortEnough)
    {
        int colon = text.LastIndexOf(':');
        string host = colon > 0 ? text[..colon] : isPortEnough && colon < 0 ? "*" : "";
        IPAddress? address = host switch
        {
            "*" => Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any,
            "localhost" => IPAddress.Loopback,
            _ => IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? parsed) ? parsed : null,
        };
        return address != null && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= IPEndPoint.MaxPort
            ? new IPEndPoint(address, port)
            : null;
    }
}
