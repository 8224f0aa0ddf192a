using System.Security.Cryptography;
using MusicGen.Music.Midi;
using MusicGen.Music.NoteFiles;
using MusicGen.Music.Scores;
using MusicGen.Music.Starter;
using MusicGen.Music.Tokens;

namespace MusicGen.Music.Tests.Starter;

public sealed class StarterCorpusTests
{
    private const int Bar = 1920;

    private static readonly IReadOnlyList<StarterPiece> Pieces = StarterCorpus.Compose();

    private static string[] HashesOf(IEnumerable<StarterPiece> pieces) =>
        [.. pieces.Select(piece => Convert.ToHexString(SHA256.HashData(MidiWriter.Write(piece.Score))))];

    private static Track TrackOf(StarterPiece piece, string name) => piece.Score.Tracks.Single(track => track.Name == name);

    private static Track LeadOf(StarterPiece piece) => piece.Score.Tracks[0];

    [Fact]
    public void Compose_SameSeed_GivesTheSameBytes() => Assert.Equal(HashesOf(Pieces), HashesOf(StarterCorpus.Compose()));

    [Fact]
    public void Compose_OtherSeed_GivesOtherPieces() => Assert.Empty(HashesOf(Pieces).Intersect(HashesOf(StarterCorpus.Compose(2))));

    [Fact]
    public void Compose_AllPieces_AreDistinctAndNamed()
    {
        Assert.InRange(Pieces.Count, 48, 60);
        Assert.Equal(StarterCorpus.Count, Pieces.Count);
        Assert.Equal(Pieces.Count, HashesOf(Pieces).Distinct().Count());
        Assert.Equal(Pieces.Count, Pieces.Select(piece => piece.FileName).Distinct().Count());
        Assert.All(Pieces, piece => Assert.Matches("^[0-9]{2}-[a-z-]+\\.mid$", piece.FileName));
    }

    [Fact]
    public void Compose_AllPieces_AreOfASizeToTrainOnInAMinute()
    {
        var words = Pieces.Select(piece => NoteNames.Encode(piece.Score).Length).ToArray();

        Assert.InRange(words.Sum(), 15_000, 40_000);
        Assert.All(words, count => Assert.InRange(count, 200, 1_500));
    }

    [Fact]
    public void Compose_AllPieces_SurviveMidiAndNoteFiles() =>
        Assert.All(Pieces, piece =>
        {
            Assert.Equal(piece.Score, MidiReader.Read(MidiWriter.Write(piece.Score)).Score);
            Assert.Equal(piece.Score, NoteFile.Read(NoteFile.Write(piece.Score)));
        });

    [Fact]
    public void Compose_EveryVoice_StaysInItsRange()
    {
        Assert.All(Pieces, piece =>
        {
            var range = Lead.All.Single(lead => lead.Name == LeadOf(piece).Name).Range;
            Assert.All(LeadOf(piece).Notes, note => Assert.True(range.Contains(note.Pitch), $"{piece.FileName}: {note}"));
            Assert.All(TrackOf(piece, "Bass").Notes, note => Assert.True(WalkingBass.Range.Contains(note.Pitch), $"{piece.FileName}: {note}"));
            Assert.All(piece.Score.Tracks[1].Notes, note => Assert.True(Comping.Range.Contains(note.Pitch), $"{piece.FileName}: {note}"));
        });
    }

    [Fact]
    public void Compose_Melody_LiesAboveTheBass() =>
        Assert.All(Pieces, piece =>
        {
            var bass = TrackOf(piece, "Bass").Notes.ToDictionary(note => note.Onset.Value / 480, note => note.Pitch);

            Assert.All(LeadOf(piece).Notes, note => Assert.True(note.Pitch >= bass[note.Onset.Value / 480], $"{piece.FileName}: {note}"));
        });

    [Fact]
    public void Compose_MelodyAndBass_PlayOneNoteAtATime() =>
        Assert.All(Pieces.SelectMany(piece => new[] { LeadOf(piece), TrackOf(piece, "Bass") }), track =>
            Assert.All(track.Notes.Zip(track.Notes.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Onset && pair.First.Duration > Ticks.Zero)));

    [Fact]
    public void Compose_EveryBar_HasFourBassNotesAndNearlyEveryBarAChord() =>
        Assert.All(Pieces, piece =>
        {
            var bars = (int)(piece.Score.End.Value / Bar);
            var bass = TrackOf(piece, "Bass").Notes.CountBy(note => note.Onset.Value / Bar).ToDictionary();
            var chords = piece.Score.Tracks[1].Notes.Select(note => note.Onset.Value / Bar).Distinct().Count();

            Assert.Equal(0, piece.Score.End.Value % Bar);
            Assert.All(Enumerable.Range(0, bars - 1), bar => Assert.Equal(4, bass[bar]));
            Assert.Equal(1, bass[bars - 1]);
            Assert.Equal(bars, chords);
        });

    [Fact]
    public void Compose_Melody_BreathesAndMoves() =>
        Assert.All(Pieces, piece =>
        {
            var notes = LeadOf(piece).Notes;
            var sounding = notes.Sum(note => note.Duration.Value) / (double)piece.Score.End.Value;
            var repeats = notes.Zip(notes.Skip(1)).Count(pair => pair.First.Pitch == pair.Second.Pitch) / (double)notes.Length;

            Assert.InRange(sounding, 0.45, 0.92);
            Assert.InRange(repeats, 0, 0.12);
            Assert.InRange(notes.Select(note => note.Pitch).Distinct().Count(), 14, 40);
        });

    [Fact]
    public void Compose_RepeatedSections_RepeatTheTune()
    {
        var rhythm = Pieces.First(piece => piece.FileName.Contains("rhythm-changes-in", StringComparison.Ordinal));
        var notes = LeadOf(rhythm).Notes;

        (long, int)[] Section(int index) =>
            [.. notes.Where(note => note.Onset.Value / Bar / 8 == index).Select(note => (note.Onset.Value % (8 * Bar), note.Pitch))];

        Assert.NotEmpty(Section(0));
        Assert.Equal(Section(0), Section(1));
        Assert.Equal(Section(0), Section(3));
        Assert.NotEqual(Section(0), Section(2));
    }
}
