using MeterFirmware.Settings;

namespace MeterFirmware.Storage;

/// <summary>All that the device keeps over a reboot, in one place. Every part of it survives a power cut at any moment.</summary>
/// <remarks>
/// All of it goes through one window of 256 bytes. Use: make it, <see cref="Boot"/>, take the rates to make a meter, load the ledger into
/// that, and call <see cref="RebootGuard.IsWell"/> now and then.
/// </remarks>
public sealed class DeviceStorage
{
    /// <summary>The plain file with the least counter, put there over the cable with the settings.</summary>
    public const string CounterFile = "counter.txt";

    private const string AfterShortBoots = "after three quick restarts";

    /// <summary>Makes it; nothing is read yet.</summary>
    /// <param name="flash">Where everything is.</param>
    public DeviceStorage(IFlash flash)
    {
        FlashWindow window = new(flash);
        Settings = new StoredSettings(new SlotStore(window, "settings", StoredFile.MostBytes));
        Trial = new SettingsTrial(new SlotStore(window, "trial", SettingsTrial.MostBytes));
        Rates = new StoredRates(new SlotStore(window, "rates", StoredFile.MostBytes), "rates.json");
        NextRates = new StoredRates(new SlotStore(window, "rates-next", StoredFile.MostBytes), "rates-next.json");
        RatesSince = new StoredNumber(new SlotStore(window, "rates-since", StoredNumber.Bytes));
        Counter = new StoredNumber(new SlotStore(window, "counter", StoredNumber.Bytes));
        Ledger = new StoredLedger(new SlotStore(window, "ledger", StoredLedger.MostBytes));
        Prices = new StoredPrices(window);
        Reboots = new RebootGuard(new SlotStore(window, "boots", 1));
        Crash = new RebootNote(new SlotStore(window, "crash", RebootNote.MostBytes));
        Restart = new RebootNote(new SlotStore(window, "restart", RebootNote.MostBytes));
    }

    /// <summary>The settings.</summary>
    public StoredSettings Settings { get; }

    /// <summary>Settings that the next boot is to try out.</summary>
    public SettingsTrial Trial { get; }

    /// <summary>The rates.</summary>
    public StoredRates Rates { get; }

    /// <summary>Rates that wait for their day.</summary>
    public StoredRates NextRates { get; }

    /// <summary>Since when the rates are in force, UTC seconds; 0 when not known.</summary>
    public StoredNumber RatesSince { get; }

    /// <summary>The counter of the last signed message that was taken.</summary>
    public StoredNumber Counter { get; }

    /// <summary>The ledger.</summary>
    public StoredLedger Ledger { get; }

    /// <summary>The day-ahead prices, and what waits for them.</summary>
    public StoredPrices Prices { get; }

    /// <summary>Counts boots that end too soon.</summary>
    public RebootGuard Reboots { get; }

    /// <summary>The error that ended the last run, if one did.</summary>
    public RebootNote Crash { get; }

    /// <summary>Why the last run was ended on purpose, if it was.</summary>
    public RebootNote Restart { get; }

    /// <summary>Counts the boot and reads settings and rates; plain files of the user's are taken over.</summary>
    /// <remarks>
    /// After three quick restarts the defaults are in force, and the reports say so. What is stored stays as it is, and the next
    /// boot after one that lived for a minute uses it again.
    /// </remarks>
    /// <param name="nowMs">A clock in milliseconds that only runs forward, from any start.</param>
    public void Boot(long nowMs)
    {
        Reboots.Boot(nowMs);
        Counter.Start();
        RatesSince.Start();
        DeviceSettings? trial = Trial.Take();
        if (Reboots.StartWithDefaults)
        {
            Settings.StartWithDefaults(AfterShortBoots);
            Rates.StartWithDefaults(AfterShortBoots);
            Ledger.StartWithDefaults(AfterShortBoots);
            return;
        }

        Settings.Start();
        Counter.Raise(CounterFile, Settings.HasNewSecret);
        Rates.Start();
        NextRates.Start();
        if (trial != null)
        {
            Settings.TryOut(trial);
        }
    }
}
