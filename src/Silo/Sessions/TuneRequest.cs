using System.Security.Cryptography;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Datasets;
using MusicGen.Music.Midi;
using MusicGen.Music.Tokens;

namespace MusicGen.Silo.Sessions;

/// <summary>Resolves what a request for a tune leaves open, and finds all its faults.</summary>
internal static class TuneRequest
{
    private const int DefaultWords = 128;
    private const double DefaultTopP = 0.95;
    private const double DefaultTempoQpm = 120;
    private const int MaxWords = 4096;
    private const int MaxPrimerWords = 1024;
    private const int MaxPrimerBytes = 1 << 20;
    private const long SeedEnd = 1L << 53;

    /// <param name="request">What the user asked for.</param>
    /// <param name="tokenizer">How the model's pieces became words: a MIDI primer becomes words the same way.</param>
    public static (TuneSettings? Settings, IReadOnlyList<Problem> Faults) Resolve(CreateTune request, NoteNamesSettings tokenizer)
    {
        var faults = new List<Problem>();
        void Check(bool holds, string field, string range)
        {
            if (!holds) faults.Add(new Problem(ProblemKind.Invalid, "option-out-of-range", $"{field} must be {range}.", field));
        }

        Check(request.Words is null or (>= 1 and <= MaxWords), "words", $"1 to {MaxWords:N0}");
        Check(request.Seed is null or (>= 0 and < SeedEnd), "seed", "0 to 2⁵³ − 1");
        Check(request.Temperature is null or (>= 0 and <= 5), "temperature", "0 to 5");
        Check(request.TopK is null or >= 0, "topK", "0 (all) or more");
        Check(request.TopP is null or (> 0 and <= 1), "topP", "above 0 and at most 1");
        Check(request.TempoQpm is null or (>= 20 and <= 400), "tempoQpm", "20 to 400 quarter notes a minute");
        var primer = WordsOf(request.Primer, tokenizer, faults);
        return faults.Count > 0 ? (null, faults) : (new TuneSettings(
            request.Words ?? DefaultWords,
            request.Seed ?? (long)(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) % SeedEnd),
            request.Temperature ?? 1, request.TopK ?? 0, request.TopP ?? DefaultTopP, request.TempoQpm ?? DefaultTempoQpm, primer), faults);
    }

    private static string[] WordsOf(Primer? primer, NoteNamesSettings tokenizer, List<Problem> faults)
    {
        string[] words = [];
        if (primer is { Names: not null, Midi: not null }) faults.Add(Invalid("Give a primer as names or as MIDI, not both."));
        else if (primer?.Midi is { Length: > MaxPrimerBytes }) faults.Add(Invalid($"A MIDI primer has at most {MaxPrimerBytes >> 20} MB."));
        else if (primer?.Midi is { } midi)
        {
            try
            {
                words = NoteNames.Encode(MidiReader.Read(midi).Score, TokenizerOptions.Of(tokenizer));
                if (words.Length == 0) faults.Add(Invalid("The MIDI primer has no pitched note."));
            }
            catch (MidiFormatException e)
            {
                faults.Add(Invalid($"The MIDI primer cannot be read: {e.Message}"));
            }
        }
        else if (primer?.Names is { } names)
        {
            words = names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.FirstOrDefault(word => !NoteNames.IsWord(word)) is { } strange)
                faults.Add(Invalid($"'{(strange.Length > 20 ? strange[..20] + "…" : strange)}' is neither a note name, such as C4, F#3 or B-3, nor a chord, such as 0.4.7."));
        }
        if (words.Length > MaxPrimerWords) faults.Add(Invalid($"A primer has at most {MaxPrimerWords:N0} words; this one has {words.Length:N0}."));
        return words;
    }

    private static Problem Invalid(string detail) => new(ProblemKind.Invalid, "primer-invalid", detail, "primer");
}
