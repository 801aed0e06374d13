using System;
using System.Text;
using MeterFirmware.Costs;
using MeterFirmware.Json;
using MeterFirmware.Mqtt.HomeAssistant;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.Tariffs;
using MeterFirmware.Telegrams;
using MeterFirmware.Time;

namespace MeterFirmware.Mqtt;

/// <summary>
/// Publishes what the meter and the device know: decides what is due, writes it, and hands it to the link. Whoever has worked a
/// telegram through calls <see cref="TakeTelegram"/>, and <see cref="Step"/> several times a second: what waits goes then.
/// </summary>
/// <remarks>
/// <para>
/// Intervals go by the meter's clock. Messages go one after another, each when the broker has the one before, and is written only
/// then: so there is memory for one at a time, and a slow broker gets fewer messages, never old ones. Topics take turns, and the three
/// steps after each rest, so that a second's work stays small however fast the broker is. Events have a message of their own beside; they
/// wait in a queue and leave it when the broker has them. Raw telegrams do too.
/// </para>
/// <para>Not for several threads at once. Nothing is allocated but what a message needs.</para>
/// </remarks>
public sealed class Publisher
{
    /// <summary>The most answers that a listener can have.</summary>
    public const int MostAnswers = 9;

    // What is published in turns, a bit of _due each.
    private const int Diagnostics = 0;
    private const int Quarter = 1;
    private const int State = 2;
    private const int MeterItself = 3;
    private const int FirstChannel = 4;
    private const int Peaks = FirstChannel + ObisCode.LastChannel;
    private const int PeakHistory = Peaks + 1;
    private const int FirstCosts = PeakHistory + 1;
    private const int Prices = FirstCosts + Ledger.Periods;
    private const int PricesToday = Prices + 1;
    private const int PricesTomorrow = PricesToday + 1;
    private const int FirstAnswer = PricesTomorrow + 1;
    private const int Entity = FirstAnswer + MostAnswers;
    private const int Turns = Entity + 1;

    // Beside them.
    private const int Event = Turns;

    // Steps after a message in turn in which no other goes: three a second at most, which is what the chip's budget for a second allows.
    private const int RestSteps = 3;

    // The days before today, which change at midnight only.
    private const int PastDays = 7 << (FirstCosts + 1);
    private const int AllCosts = ((1 << Ledger.Periods) - 1) << FirstCosts;
    private const int BothPeaks = 3 << Peaks;
    private const int AllPrices = 7 << Prices;

    private readonly Meter _meter;
    private readonly DeviceStatus _status;
    private readonly PublisherOptions _options;
    private readonly IBrokerLink _link;
    private readonly JsonWriter _json = new();

    // Holds all that comes often.
    private readonly byte[] _buffer = new byte[640];
    private readonly Discovery _discovery;
    private IPublisherListener? _listener;
    private OutboundMessage? _underWay;
    private OutboundMessage? _event;
    private OutboundMessage? _telegram;
    private int _due;
    private int _turn;
    private int _rest;
    private int _connection;
    private int _eventUnderWay;
    private bool _onlineIsDue;
    private bool _wasSilent;
    private long _diagnosticsMs;
    private long _stateUtc;
    private long _quarterUtc;
    private long _costsUtc;
    private long _dropped;
    private long _droppedUtc;
    private long _costsMark;
    private long _pricesUtc;
    private int _pricesMark;
    private long _peaksMark;
    private long _metersMark;
    private string _message = "";
    private Rates? _rates;

    /// <summary>Makes a feed.</summary>
    /// <param name="meter">What is told of.</param>
    /// <param name="status">How the device is doing; kept up to date by whoever runs it.</param>
    /// <param name="options">What, where, and how often.</param>
    /// <param name="link">The way to the broker.</param>
    public Publisher(Meter meter, DeviceStatus status, PublisherOptions options, IBrokerLink link)
    {
        _meter = meter;
        _status = status;
        _options = options;
        _link = link;
        _discovery = new Discovery(meter, status, options);
        if (options.Telegrams)
        {
            meter.Reader.Copy ??= new TelegramCopy();
        }
    }

    /// <summary>What waits to be told.</summary>
    public EventQueue Events { get; } = new EventQueue();

    /// <summary>Whether the broker has everything that was due.</summary>
    public bool IsIdle =>
        _link.ConnectionCount == _connection && !_onlineIsDue && _due == 0 && Events.Count == 0 && (_listener == null || _listener.Due == 0)
        && (_underWay == null || !_underWay.IsUnderWay) && !_discovery.HasMessage();

    /// <summary>Lets someone else take messages and publish along.</summary>
    /// <param name="listener">Who.</param>
    public void Join(IPublisherListener listener) => _listener = listener;

    /// <summary>Topics that the link must subscribe to with each connection.</summary>
    public string[] Subscriptions
    {
        get
        {
            string[] others = _listener == null ? new string[0] : _listener.Topics;
            string[] all = new string[others.Length + 1];
            all[0] = _discovery.Subscription;
            Array.Copy(others, 0, all, 1, others.Length);
            return all;
        }
    }

    /// <summary>Adds the event that the device has started.</summary>
    /// <param name="reason">Why, in words.</param>
    public void TellStart(string reason) => Events.Add(PublishedEventKind.Started, MeterTime.None).Text = reason;

    /// <summary>Makes all due that the last telegram says, however long ago it was told; for the end of a recording, behind which nothing follows.</summary>
    public void TellAll()
    {
        if (_meter.Reader.TelegramCount > 0)
        {
            _due |= (1 << State) | BothPeaks | AllCosts | Meters();
            _due |= _meter.Quarter.IsKnown ? 1 << Quarter : 0;
            _pricesUtc = 0;
            NotePrices(_meter.Reading.TimeUtc);
        }
    }

    /// <summary>Hands over that the device is offline, to be called before the link is stopped; the broker keeps it.</summary>
    /// <returns>False when the link did not take it.</returns>
    public bool SayGoodbye() => _link.IsConnected && SendStatus(TopicName.Offline);

    /// <summary>Sends all that the listener has due, at once; for the end, when no step comes any more that would send it in its turn.</summary>
    public void SendAnswers()
    {
        for (int i = FirstAnswer; i < Entity; i++)
        {
            if (IsDue(i))
            {
                TrySend(i);
            }
        }
    }

    /// <summary>Takes note of the telegram that the meter has just worked through, while it tells of it.</summary>
    public void TakeTelegram()
    {
        long utc = _meter.Reading.TimeUtc;
        MeterEvents events = _meter.Events;
        NoteEvents(utc, events);
        bool alarmTurned = (events & (MeterEvents.AlarmBegan | MeterEvents.AlarmEnded)) != 0;

        // Whoever keeps a history needs the registers at the boundaries.
        if (alarmTurned || HasPassed(utc, _stateUtc, _options.StateSeconds) || BelgianTime.QuarterStart(utc) != BelgianTime.QuarterStart(_stateUtc))
        {
            _due |= 1 << State;
            _stateUtc = utc;
            NoteMeters();
        }

        // A telegram without time changes nothing but what was read: quarter, costs and peaks leave it aside too.
        if (utc != MeterTime.None)
        {
            if (_meter.Quarter.IsKnown && (alarmTurned || (_options.QuarterSeconds > 0 && HasPassed(utc, _quarterUtc, _options.QuarterSeconds))))
            {
                _due |= 1 << Quarter;
                _quarterUtc = utc;
            }

            NoteCosts(utc, events);
            NotePrices(utc);
            NotePeaks();
        }

        if (alarmTurned)
        {
            _turn = Quarter;
        }

        _discovery.TakeTelegram();
        if (_options.Telegrams && IsOpen)
        {
            SendTelegram(_meter.Reader.Copy!);
        }
    }

    /// <summary>Hands over what is due. Never waits.</summary>
    /// <param name="nowMs">A clock in milliseconds that only runs forward.</param>
    public void Step(long nowMs)
    {
        NoteSilence();
        for (InboundMessage? message = _link.Receive(); message != null; message = _link.Receive())
        {
            _listener?.Take(message);
            _discovery.Take(message);
        }

        if (!_link.IsConnected)
        {
            return;
        }

        if (_link.ConnectionCount != _connection)
        {
            _connection = _link.ConnectionCount;
            StartOver();
        }

        if (nowMs - _diagnosticsMs >= _options.DiagnosticsSeconds * 1000L)
        {
            _due |= 1 << Diagnostics;
            _diagnosticsMs = nowMs;
        }

        if (_onlineIsDue)
        {
            _onlineIsDue = !SendStatus(TopicName.Online);
        }

        if (!_onlineIsDue)
        {
            SendEvent();
            SendInTurn();
        }
    }

    private bool IsOpen => _link.IsConnected && _link.ConnectionCount == _connection && !_onlineIsDue;

    // A meter that sends no time is an old one, with a telegram every ten seconds: each is due.
    private static bool HasPassed(long utc, long sinceUtc, int seconds) =>
        utc == MeterTime.None || utc - sinceUtc >= seconds || utc < sinceUtc;

    // Whoever subscribes after a broker has lost what it kept must find everything.
    private void StartOver()
    {
        _onlineIsDue = true;
        _turn = Diagnostics;
        _due |= 1 << Diagnostics;
        TellAll();
        if (_listener != null)
        {
            _listener.Due |= _listener.Kept;
        }

        _discovery.StartOver();
    }

    // Who the meter is, and the sub-meters that are there.
    private int Meters()
    {
        int due = 1 << MeterItself;
        for (int channel = 1; channel <= ObisCode.LastChannel; channel++)
        {
            due |= _meter.Reading.SubMeter(channel).IsPresent ? 1 << (FirstChannel + channel - 1) : 0;
        }

        return due;
    }

    private bool SendStatus(string word)
    {
        byte[] payload = Encoding.UTF8.GetBytes(word);
        return _link.Send(new OutboundMessage(_options.Topic(TopicName.Status), payload, isRetained: true));
    }

    private void SendTelegram(TelegramCopy text)
    {
        if (_telegram != null && _telegram.IsUnderWay)
        {
            return;
        }

        _telegram = null;

        // The line end behind the CRC has not come yet; programs that read P1 wait for it.
        byte[] payload = new byte[text.Length + 2];
        Array.Copy(text.Bytes, 0, payload, 0, text.Length);
        payload[text.Length] = (byte)'\r';
        payload[text.Length + 1] = (byte)'\n';
        OutboundMessage message = new(_options.Topic(TopicName.Telegram), payload, isRetained: false);
        _telegram = _link.Send(message) ? message : null;
    }

    private void SendEvent()
    {
        if (_event != null)
        {
            if (_event.IsUnderWay)
            {
                return;
            }

            // One that was lost goes again: better told twice than not at all.
            if (_event.IsDelivered)
            {
                if (Events.OldestNumber == _eventUnderWay)
                {
                    Events.RemoveOldest();
                }
                else
                {
                    Events.TakeBackLoss();
                }
            }

            _event = null;
        }

        if (Events.Count > 0)
        {
            _event = TrySend(Event);
        }
    }

    private void SendInTurn()
    {
        if (_rest > 0)
        {
            _rest--;
            return;
        }

        if (_underWay != null && _underWay.IsUnderWay)
        {
            return;
        }

        if (_due == 0 && (_listener == null || _listener.Due == 0) && !_discovery.HasMessage())
        {
            return;
        }

        // Is let go of before the next one takes memory.
        _underWay = null;
        for (int tried = 0; tried < Turns && _rest == 0; tried++)
        {
            int part = _turn;
            _turn = part + 1 == Turns ? 0 : part + 1;
            if (IsDue(part))
            {
                _rest = RestSteps;
                _underWay = TrySend(part);
            }
        }
    }

    private bool IsDue(int part) =>
        part == Entity ? _discovery.HasMessage()
        : part >= FirstAnswer ? _listener != null && (_listener.Due & (1 << (part - FirstAnswer))) != 0
        : (_due & (1 << part)) != 0;

    // The payload is as long as it must be: what is longer than the buffer is written once more.
    private OutboundMessage? TrySend(int part)
    {
        _json.Begin(_buffer);
        Write(part);
        byte[] payload = new byte[_json.Length];
        if (_json.Fits)
        {
            Array.Copy(_buffer, 0, payload, 0, payload.Length);
        }
        else
        {
            _json.Begin(payload);
            Write(part);
        }

        OutboundMessage message = new(Topic(part), payload, IsRetained(part));
        if (!_link.Send(message))
        {
            return null;
        }

        HasGone(part);
        return message;
    }

    private void Write(int part)
    {
        if (part == Event)
        {
            Payload.WriteEvent(_json, Events.Oldest!, Events.OldestNumber, Events.LostCount);
        }
        else if (part == Entity)
        {
            _discovery.Write(_json);
        }
        else if (part >= FirstAnswer)
        {
            _listener!.WriteAnswer(part - FirstAnswer, _json);
        }
        else if (part >= PricesToday)
        {
            Payload.WriteDayPrices(_json, _meter, part - PricesToday);
        }
        else if (part == Prices)
        {
            Payload.WritePrices(_json, _meter);
        }
        else if (part >= FirstCosts)
        {
            Payload.WriteCosts(_json, _meter, part - FirstCosts);
        }
        else if (part == PeakHistory)
        {
            Payload.WritePeakHistory(_json, _meter);
        }
        else if (part == Peaks)
        {
            Payload.WritePeaks(_json, _meter);
        }
        else if (part >= FirstChannel)
        {
            Payload.WriteChannel(_json, _meter.Reading.SubMeter(part - FirstChannel + 1));
        }
        else if (part == MeterItself)
        {
            Payload.WriteMeter(_json, _meter.Reading);
        }
        else if (part == State)
        {
            Payload.WriteState(_json, _meter);
        }
        else if (part == Quarter)
        {
            Payload.WriteQuarter(_json, _meter);
        }
        else
        {
            Payload.WriteDiagnostics(_json, _meter, _status, _link.ConnectionCount, Events.LostCount);
        }
    }

    private string Topic(int part) =>
        part == Entity ? _discovery.Topic
        : _options.Topic(part == Event ? TopicName.Event
            : part >= FirstAnswer ? _listener!.AnswerTopic(part - FirstAnswer)
            : part == PricesTomorrow ? TopicName.PricesTomorrow
            : part == PricesToday ? TopicName.PricesToday
            : part == Prices ? TopicName.Prices
            : part >= FirstCosts ? TopicName.Costs(part - FirstCosts)
            : part == PeakHistory ? TopicName.PeakHistory
            : part == Peaks ? TopicName.Peaks
            : part >= FirstChannel ? TopicName.Channel(part - FirstChannel + 1)
            : part == MeterItself ? TopicName.Meter
            : part == State ? TopicName.State
            : part == Quarter ? TopicName.Quarter
            : TopicName.Diagnostics);

    private bool IsRetained(int part) => part != Event && (part < FirstAnswer || part == Entity || (_listener!.Kept & (1 << (part - FirstAnswer))) != 0);

    private void HasGone(int part)
    {
        if (part == Event)
        {
            _eventUnderWay = Events.OldestNumber;
        }
        else if (part == Entity)
        {
            _discovery.HasGone();
        }
        else if (part >= FirstAnswer)
        {
            _listener!.Due &= ~(1 << (part - FirstAnswer));
        }
        else
        {
            _due &= ~(1 << part);
        }
    }

    private void NoteEvents(long utc, MeterEvents events)
    {
        QuarterPeak quarter = _meter.Quarter;
        if ((events & MeterEvents.MeterSwapped) != 0)
        {
            Events.Add(PublishedEventKind.MeterSwapped, utc).Text = _meter.Reading.MeterSerial.Text;
            _due |= 1 << MeterItself;
        }

        if ((events & MeterEvents.SubMeterSwapped) != 0)
        {
            Events.Add(PublishedEventKind.SubMeterSwapped, utc);
        }

        if ((events & MeterEvents.ClockSet) != 0)
        {
            Events.Add(PublishedEventKind.ClockSet, utc);
        }

        if (_meter.DroppedCount > _dropped && HasPassed(utc, _droppedUtc, BelgianTime.SecondsPerQuarter))
        {
            _dropped = _meter.DroppedCount;
            _droppedUtc = utc;
            _due |= 1 << Diagnostics;
            Events.Add(PublishedEventKind.TelegramsDropped, utc);
        }

        if ((events & MeterEvents.NewMonthPeak) != 0)
        {
            Events.Add(PublishedEventKind.NewMonthPeak, utc).PowerW = quarter.Peaks.PeakW;
        }

        if ((events & (MeterEvents.AlarmBegan | MeterEvents.AlarmEnded)) != 0)
        {
            PublishedEvent alarm = Events.Add(quarter.Alarm ? PublishedEventKind.PeakAlarmBegan : PublishedEventKind.PeakAlarmEnded, utc);
            alarm.PowerW = quarter.ForecastW;
            alarm.ThresholdW = quarter.ThresholdW;
            alarm.NanoEuro = quarter.BreachNanoEuro;
        }
    }

    private void NoteSilence()
    {
        bool isSilent = _status.IsMeterSilent;
        if (isSilent != _wasSilent)
        {
            _wasSilent = isSilent;
            _due |= 1 << Diagnostics;
            Events.Add(isSilent ? PublishedEventKind.MeterSilent : PublishedEventKind.MeterBack, _meter.Reading.TimeUtc);
        }
    }

    // What changes seldom: who the meter is, what is set, what the sub-meters have counted.
    private void NoteMeters()
    {
        Reading reading = _meter.Reading;
        long mark = reading.Values[(int)Field.Version] + (31L * reading.Values[(int)Field.Grid]);
        for (int i = (int)Field.Breaker; i < (int)Field.Message; i++)
        {
            mark = (mark * 31) + reading.Values[i];
        }

        for (int channel = 1; channel <= ObisCode.LastChannel; channel++)
        {
            SubMeter meter = reading.SubMeter(channel);
            if (meter.IsPresent)
            {
                mark = (((mark * 31) + meter.Register) * 31) + meter.ReadAtUtc + meter.Valve + (meter.DeviceType << 1) + (meter.IsGigajoule ? 1 : 0);
            }
        }

        string message = reading.Message.IsPresent ? reading.Message.Text : "";
        if (mark != _metersMark || message != _message)
        {
            _metersMark = mark;
            _message = message;
            _due |= Meters();
        }
    }

    private void NoteCosts(long utc, MeterEvents events)
    {
        Ledger ledger = _meter.Ledger;
        if (ledger.Rates != _rates)
        {
            _due |= BothPeaks | AllCosts | (_rates != null && _rates.HasSpot ? AllPrices : 0);
            _rates = ledger.Rates;
            _costsUtc = utc;
            _pricesUtc = 0;
        }

        // What has waited for its price may be of days before.
        if (_meter.Prices.ChangeCount != _pricesMark)
        {
            // Whoever sent them waits for the answer.
            _turn = Prices;
            _pricesMark = _meter.Prices.ChangeCount;
            _due |= AllCosts;
            _pricesUtc = 0;
        }

        if ((events & (MeterEvents.NewDay | MeterEvents.Started)) != 0)
        {
            _due |= AllCosts;
        }

        bool isQuarter = (events & MeterEvents.QuarterClosed) != 0;
        if (_options.CostsSeconds == 0 || (!isQuarter && !HasPassed(utc, _costsUtc, _options.CostsSeconds)))
        {
            return;
        }

        Account all = ledger.SinceStart;
        long mark = all.TotalNanoEuro + all.ImportWh + all.ExportWh + all.GasLitres + all.WaterLitres;
        if (isQuarter || mark != _costsMark)
        {
            _due |= AllCosts & ~PastDays;
            _costsUtc = utc;
            _costsMark = mark;
        }
    }

    // Each quarter has its price; the lists change with the day, and with the rates.
    private void NotePrices(long utc)
    {
        if (!_meter.Ledger.Rates.HasSpot || BelgianTime.QuarterStart(utc) == _pricesUtc)
        {
            return;
        }

        bool isDay = BelgianTime.DayNumber(utc) != BelgianTime.DayNumber(_pricesUtc);
        _due |= isDay ? AllPrices : 1 << Prices;
        _pricesUtc = BelgianTime.QuarterStart(utc);
    }

    private void NotePeaks()
    {
        MonthPeaks peaks = _meter.Quarter.Peaks;
        long mark = ((((long)peaks.Month * 1000003) + peaks.PeakW) * 1000003) + peaks.PastSumW + peaks.PeakEndUtc + peaks.Past.Count;
        if (mark != _peaksMark)
        {
            _peaksMark = mark;
            _due |= BothPeaks;
        }
    }
}
