using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Learning.Evaluating;
using MusicGen.Learning.Network;
using MusicGen.Music.Datasets;
using MusicGen.Music.Starter;
using MusicGen.Music.Tokens.Grid24;
using TorchSharp;

namespace MusicGen.Learning.Tests.Evaluating;

public sealed class SampleComposerTests
{
    private static readonly Dataset Names = SmallDatasets.Scales(300, 200);
    private static readonly Dataset Jazz = Score24Dataset();

    [Fact]
    public void Compose_InNoteNames_GivesTunesOfNotes()
    {
        var tunes = Composer(Names, TokenizerKind.NoteNames).Compose(Network(Names), 2, () => true)!;

        Assert.All(tunes, tune => Assert.Equal((128, 128), (tune.Ids.Length, tune.Score.NoteCount)));
        Assert.NotEqual(tunes[0].Ids, tunes[1].Ids);
    }

    [Fact]
    public void Compose_InScore24_GivesSixteenValidBars()
    {
        var tune = Composer(Jazz, TokenizerKind.Score24).Compose(Network(Jazz), 1, () => true)!.Single();

        Assert.Equal(16, tune.Ids.Count(id => Jazz.Vocabulary.Words[id] == "Bar"));
        Assert.True(tune.Score.NoteCount > 0);
    }

    [Fact]
    public void Compose_Twice_GivesTheSameTunes()
    {
        using var network = Network(Jazz);

        var ids = Composer(Jazz, TokenizerKind.Score24).Compose(network, 1, () => true)!.Single().Ids;

        Assert.Equal(ids, Composer(Jazz, TokenizerKind.Score24).Compose(network, 1, () => true)!.Single().Ids);
    }

    [Fact]
    public void Compose_WhenStopped_IsNull() => Assert.Null(Composer(Names, TokenizerKind.NoteNames).Compose(Network(Names), 2, () => false));

    [Fact]
    public void CopyRate_OfATrainingPiece_IsOneAndOfAStrangeTuneNothing()
    {
        var composer = Composer(Jazz, TokenizerKind.Score24);
        var copy = new SampleTune(Jazz.TokensOf(Split.Train)[0].ToArray(), Score24.Decode(Score24Vocabulary.ToIds(Jazz.TokensOf(Split.Train)[0].ToArray().Select(id => Jazz.Vocabulary.Words[id]))));
        var strange = copy with { Ids = [.. Enumerable.Range(0, 40).SelectMany(i => new[] { "Program_0", $"Pitch_{(i * i * 13 % 24) + 48}" }).Select(word => Jazz.Vocabulary.IdOf(word)).Where(id => id != Jazz.Vocabulary.Unknown)] };
        Assert.InRange(strange.Ids.Length, 60, 80); // more than one run of 12 intervals

        Assert.True(composer.CopyRate([copy], Jazz, () => true) > 0.95);
        Assert.Equal(0, composer.CopyRate([strange], Jazz, () => true));
        Assert.Null(composer.CopyRate([copy], Jazz, () => false));
    }

    private static SampleComposer Composer(Dataset dataset, TokenizerKind kind) => new(new TokenizerSettings(kind), dataset.Vocabulary, seed: 5);

    private static LstmNetwork Network(Dataset dataset)
    {
        torch.manual_seed(2);
        return new LstmNetwork(new ModelShape(dataset.Vocabulary.Size, 8, 12, 2), 0, 0);
    }

    private static Dataset Score24Dataset() => DatasetBuilder.Build(
        StarterCorpus.Compose().Take(4).Select((piece, index) => new DatasetSource($"{index}", $"{index:x64}", Score24Vocabulary.ToWords([.. Score24.Encode(piece.Score).Tokens]))),
        new HeldOutShare(0, 0))!;
}
