using System.Security.Cryptography;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Sessions;
using MusicGen.Inference.Tokens;
using MusicGen.Music.Grammar;

namespace MusicGen.Silo.Sessions;

/// <summary>Resolves what a request for a tune leaves open, and finds all faults that can be seen without the model itself.</summary>
internal sealed class TuneRequest
{
    private const int DefaultWords = 128;
    private const int DefaultBars = 16;
    private const double DefaultTopP = 0.95;
    private const double DefaultTempoQpm = 120;
    private const int MaxWords = 4096;
    private const int MaxBars = 256;
    private const int MaxInstruments = 32;
    private const int MaxPolyphony = 64;
    private const int MaxPlayers = 15;
    private const int HighestKey = 127;
    private const long SeedEnd = 1L << 53;

    private readonly CreateTune _request;
    private readonly TokenizerKind _kind;
    private readonly IReadOnlyList<int> _programs;
    private readonly List<Problem> _faults = [];

    private TuneRequest(CreateTune request, TokenizerKind kind, IReadOnlyList<int> programs) => (_request, _kind, _programs) = (request, kind, programs);

    /// <param name="request">What the user asked for.</param>
    /// <param name="tokenizer">The model's language: a primer becomes words as the model's pieces did.</param>
    /// <param name="programs">The programs that the model has heard: a primer of note names is played on one of them.</param>
    public static (TuneSettings? Settings, IReadOnlyList<Problem> Faults) Resolve(CreateTune request, TokenizerSettings tokenizer, IReadOnlyList<int> programs)
    {
        var resolving = new TuneRequest(request, tokenizer.Kind, programs);
        var settings = resolving.Resolve(new Tokenizer(tokenizer));
        return (resolving._faults.Count > 0 ? null : settings, resolving._faults);
    }

    private TuneSettings Resolve(Tokenizer tokenizer)
    {
        var hasBars = _kind == TokenizerKind.Score24;
        if (hasBars) CheckBars();
        else CheckWords();
        Check(_request.Seed is null or (>= 0 and < SeedEnd), "seed", "0 to 2⁵³ − 1");
        Check(_request.Temperature is null or (>= 0 and <= 5), "temperature", "0 to 5");
        Check(_request.TopK is null or >= 0, "topK", "0 (all) or more");
        Check(_request.TopP is null or (> 0 and <= 1), "topP", "above 0 and at most 1");
        Check(_request.TempoQpm is null or (>= 20 and <= 400), "tempoQpm", "20 to 400 quarter notes a minute");
        var primer = new PrimerWords(tokenizer, NamesPlayer.Of(_request.Instruments, _programs), _faults.Add).Of(_request.Primer);
        return new TuneSettings(
            hasBars ? null : _request.Words ?? DefaultWords,
            _request.Seed ?? (long)(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) % SeedEnd),
            _request.Temperature ?? 1, _request.TopK ?? 0, _request.TopP ?? DefaultTopP, _request.TempoQpm ?? (hasBars ? null : DefaultTempoQpm), primer,
            hasBars ? Constraints() : null);
    }

    private TuneConstraints Constraints() => new(
        _request.Bars ?? DefaultBars, _request.Instruments, _request.LowestPitch ?? 0, _request.HighestPitch ?? HighestKey,
        _request.Polyphony, _request.CloseAtEnd ?? true, _request.Players ?? MaxPlayers);

    private void CheckWords()
    {
        Check(_request.Words is null or (>= 1 and <= MaxWords), "words", $"1 to {MaxWords:N0}");
        const string Language = "composes note names, which have no bars, instruments or lengths";
        Refuse(_request.Bars is not null, "bars", Language);
        Refuse(_request.Instruments is not null, "instruments", Language);
        Refuse(_request.LowestPitch is not null, "lowestPitch", Language);
        Refuse(_request.HighestPitch is not null, "highestPitch", Language);
        Refuse(_request.Polyphony is not null, "polyphony", Language);
        Refuse(_request.CloseAtEnd is not null, "closeAtEnd", Language);
        Refuse(_request.Players is not null, "players", Language);
    }

    private void CheckBars()
    {
        Refuse(_request.Words is not null, "words", "composes bars: say how many with bars");
        Check(_request.Bars is null or (>= 1 and <= MaxBars), "bars", $"1 to {MaxBars}");
        Check(_request.LowestPitch is null or (>= 0 and <= HighestKey), "lowestPitch", $"a MIDI key, 0 to {HighestKey}");
        Check(_request.HighestPitch is null or (>= 0 and <= HighestKey), "highestPitch", $"a MIDI key, 0 to {HighestKey}");
        Check(!(_request.HighestPitch < _request.LowestPitch), "highestPitch", "at least lowestPitch");
        Check(_request.Polyphony is null or (>= 1 and <= MaxPolyphony), "polyphony", $"1 to {MaxPolyphony} notes at once");
        Check(_request.Players is null or (>= 1 and <= MaxPlayers), "players", $"1 to {MaxPlayers}");
        CheckInstruments();
    }

    private void CheckInstruments()
    {
        if (_request.Instruments is not { } instruments) return;
        Check(instruments.Count is >= 1 and <= MaxInstruments, "instruments", $"1 to {MaxInstruments} names or numbers");
        if (instruments.All(IsInstrument)) return;
        // Nullable annotations say nothing to the serializer about a list's items.
        var strange = instruments.First(instrument => !IsInstrument(instrument)) is { } text ? $"'{PrimerWords.Shortened(text)}'" : "null";
        _faults.Add(new Problem(
            ProblemKind.Invalid, "instrument-unknown",
            $"{strange} is no instrument: they are {string.Join(", ", ProgramNames.All)} and the General MIDI programs 0 to 127.", "instruments"));
    }

    private static bool IsInstrument(string? instrument) => instrument is not null && ProgramNames.TryParse(instrument, out _);

    private void Check(bool holds, string field, string range)
    {
        if (!holds) _faults.Add(new Problem(ProblemKind.Invalid, "option-out-of-range", $"{field} must be {range}.", field));
    }

    private void Refuse(bool isThere, string field, string language)
    {
        if (isThere) _faults.Add(new Problem(ProblemKind.Invalid, "field-of-another-language", $"{field} cannot be asked of this model: it {language}.", field));
    }
}
