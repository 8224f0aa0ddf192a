using System.Security.Cryptography;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Sessions;
using MusicGen.Inference.Sampling;
using MusicGen.Inference.Tokens;
using MusicGen.Music.Grammar;

namespace MusicGen.Silo.Sessions;

/// <summary>Resolves what a request for a tune leaves open, and finds all faults that can be seen without the model itself.</summary>
internal sealed partial class TuneRequest
{
    private const int DefaultWords = 128;
    private const int DefaultBars = 16;
    private const double DefaultTopP = 0.95;
    private const double DefaultTempoQpm = 120;
    private const int MaxWords = 4096;
    private const int MaxBars = 256;
    private const int MaxInstruments = 32;
    private const int MaxPolyphony = 64;
    private const int MaxDensity = 64;
    private const int MaxPlayers = 15;
    private const int MaxRepetitionPenalty = 20;
    private const int MaxRepetitionLength = 1_024;
    private const int RepetitionLengthOfNames = 8;
    private const double DefaultChange = 0.5;
    private const int DefaultExpirySeconds = 3600;
    private const int LeastExpirySeconds = 10;
    private const int MaxExpirySeconds = 24 * 3600;
    private const int HighestKey = 127;
    private const long SeedEnd = 1L << 53;

    private readonly CreateTune _request;
    private readonly TokenizerKind _kind;
    private readonly IReadOnlyList<int> _programs;
    private readonly HashSet<string> _given; // what the request says of words, bars and who plays them
    private readonly List<Problem> _faults = [];

    private TuneRequest(CreateTune request, TokenizerKind kind, IReadOnlyList<int> programs)
    {
        (_request, _kind, _programs) = (request, kind, programs);
        (string Field, object? Value)[] fields =
        [
            ("words", request.Words), ("bars", request.Bars), ("instruments", request.Instruments), ("lowestPitch", request.LowestPitch), ("highestPitch", request.HighestPitch),
            ("polyphony", request.Polyphony), ("closeAtEnd", request.CloseAtEnd), ("players", request.Players), ("meter", request.Meter), ("density", request.Density),
        ];
        _given = [.. fields.Where(field => field.Value is not null).Select(field => field.Field)];
    }

    /// <param name="request">What the user asked for.</param>
    /// <param name="tokenizer">The model's language: a primer becomes words as the model's pieces did.</param>
    /// <param name="programs">The programs that the model has heard: a primer of note names is played on one of them.</param>
    public static (TuneSettings? Settings, IReadOnlyList<Problem> Faults) Resolve(CreateTune request, TokenizerSettings tokenizer, IReadOnlyList<int> programs)
    {
        var resolving = new TuneRequest(request, tokenizer.Kind, programs);
        var settings = resolving.Resolve(new Tokenizer(tokenizer));
        return (resolving._faults.Count > 0 ? null : settings, resolving._faults);
    }

    /// <summary>In its one spelling: what somebody sent may be of any length, and a session's state keeps it.</summary>
    private string? KeyName => _request.Key is { } key && Scale.TryParse(key, out var scale) ? scale.ToString() : null;

    /// <summary>Likewise; those that are none are a fault.</summary>
    private IReadOnlyList<string>? InstrumentNames =>
        _request.Instruments?.Take(MaxInstruments).OfType<string>().Select(ProgramNames.FindSpelling).OfType<string>().ToArray();

    private TuneSettings Resolve(Tokenizer tokenizer)
    {
        var hasBars = _kind == TokenizerKind.Score24;
        if (hasBars) CheckBars();
        else CheckWords();
        Check(_request.Seed is null or (>= 0 and < SeedEnd), "seed", "0 to 2⁵³ − 1");
        Check(_request.Temperature is null or (>= 0 and <= 5), "temperature", "0 to 5");
        Check(_request.TopK is null or >= 0, "topK", "0 (all) or more");
        Check(_request.TopP is null or (> 0 and <= 1), "topP", "above 0 and at most 1");
        Check(_request.MinP is null or (>= 0 and <= 1), "minP", "0 (all) to 1");
        Check(_request.RepetitionPenalty is null or (>= 0 and <= MaxRepetitionPenalty), "repetitionPenalty", $"0 (none) to {MaxRepetitionPenalty} nats");
        Check(_request.RepetitionLength is null or (>= 1 and <= MaxRepetitionLength), "repetitionLength", $"1 to {MaxRepetitionLength:N0} words");
        Check(_request.TempoQpm is null or (>= 20 and <= 400), "tempoQpm", "20 to 400 quarter notes a minute");
        Check(_request.Variations is null or (>= 1 and <= CreateTune.MostVariations), "variations", $"1 to {CreateTune.MostVariations}");
        Check(_request.ExpiresAfterSeconds is null or (>= LeastExpirySeconds and <= MaxExpirySeconds), "expiresAfterSeconds", $"{LeastExpirySeconds} to {MaxExpirySeconds:N0} seconds");
        CheckKey();
        CheckMode();
        var player = Mode == TuneMode.Accompany ? NamesPlayer.Beside(_request.Instruments, _programs) : NamesPlayer.Of(_request.Instruments, _programs);
        var primer = new PrimerWords(tokenizer, player, _faults.Add).Of(_request.Primer);
        return new TuneSettings(
            hasBars ? null : Mode == TuneMode.Variation ? primer.Count : _request.Words ?? DefaultWords,
            _request.Seed ?? (long)(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) % SeedEnd),
            _request.Temperature ?? 1, _request.TopK ?? 0, _request.TopP ?? DefaultTopP, _request.TempoQpm ?? (hasBars ? null : DefaultTempoQpm), primer,
            hasBars ? Constraints(primer) : null, Mode, Mode == TuneMode.Variation ? _request.Change ?? DefaultChange : null, KeyName,
            _request.Variations ?? 1, _request.ExpiresAfterSeconds ?? DefaultExpirySeconds,
            _request.MinP ?? 0, _request.RepetitionPenalty ?? 0, _request.RepetitionLength ?? (hasBars ? SamplingOptions.DefaultRepetitionLength : RepetitionLengthOfNames));
    }

    private TuneConstraints Constraints(IReadOnlyList<string> primer) => new(
        BarsOf(primer), InstrumentNames, _request.LowestPitch ?? 0, _request.HighestPitch ?? HighestKey,
        _request.Polyphony, _request.CloseAtEnd ?? true, _request.Players ?? MaxPlayers, _request.Meter, _request.Density);

    private void CheckWords()
    {
        Check(_request.Words is null or (>= 1 and <= MaxWords), "words", $"1 to {MaxWords:N0}");
        Refuse(
            "composes note names, which have no bars, instruments or lengths",
            "bars", "instruments", "lowestPitch", "highestPitch", "polyphony", "closeAtEnd", "players", "meter", "density");
    }

    private void CheckBars()
    {
        Refuse("composes bars: say how many with bars", "words");
        Check(_request.Bars is null or (>= 1 and <= MaxBars), "bars", $"1 to {MaxBars}");
        Check(_request.LowestPitch is null or (>= 0 and <= HighestKey), "lowestPitch", $"a MIDI key, 0 to {HighestKey}");
        Check(_request.HighestPitch is null or (>= 0 and <= HighestKey), "highestPitch", $"a MIDI key, 0 to {HighestKey}");
        Check(!(_request.HighestPitch < _request.LowestPitch), "highestPitch", "at least lowestPitch");
        Check(_request.Polyphony is null or (>= 1 and <= MaxPolyphony), "polyphony", $"1 to {MaxPolyphony} notes at once");
        Check(_request.Players is null or (>= 1 and <= MaxPlayers), "players", $"1 to {MaxPlayers}");
        Check(_request.Density is null or (>= 1 and <= MaxDensity), "density", $"1 to {MaxDensity} notes in a bar");
        CheckMeter();
        CheckInstruments();
    }

    private void CheckMeter()
    {
        if (_request.Meter is not { } meter || MeterNames.All.Contains(meter)) return;
        Add("meter-unknown", $"'{PrimerWords.Shortened(meter)}' is no meter that can be told: they are {string.Join(", ", MeterNames.All)}.", "meter");
    }

    private void CheckKey()
    {
        if (_request.Key is { } key && !Scale.TryParse(key, out _)) Add("key-unknown", $"'{PrimerWords.Shortened(key)}' is no key: {Scale.Spellings}.", "key");
    }

    private void CheckInstruments()
    {
        if (_request.Instruments is not { } instruments) return;
        Check(instruments.Count is >= 1 and <= MaxInstruments, "instruments", $"1 to {MaxInstruments} names or numbers");
        if (instruments.All(IsInstrument)) return;
        // Nullable annotations say nothing to the serializer about a list's items.
        var strange = instruments.First(instrument => !IsInstrument(instrument)) is { } text ? $"'{PrimerWords.Shortened(text)}'" : "null";
        Add("instrument-unknown", $"{strange} is no instrument: they are {string.Join(", ", ProgramNames.All)} and the General MIDI programs 0 to 127.", "instruments");
    }

    private static bool IsInstrument(string? instrument) => instrument is not null && ProgramNames.TryParse(instrument, out _);

    private void Check(bool holds, string field, string range)
    {
        if (!holds) Add("option-out-of-range", $"{field} must be {range}.", field);
    }

    private void Refuse(string language, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (_given.Contains(field)) Add("field-of-another-language", $"{field} cannot be asked of this model: it {language}.", field);
        }
    }

    private void Add(string code, string detail, string field) => _faults.Add(new Problem(ProblemKind.Invalid, code, detail, field));
}
