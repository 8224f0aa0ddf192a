namespace MusicGen.Contracts.Training;

/// <summary>The network's sizes: embedding, LSTM layers, dense softmax.</summary>
/// <param name="VocabularySize">Rows of the embedding and outputs of the softmax.</param>
/// <param name="Embedding">Length of a word's vector.</param>
/// <param name="Hidden">Units of each LSTM layer.</param>
/// <param name="Layers">Number of LSTM layers.</param>
[GenerateSerializer, Immutable, Alias("musicgen.ModelShape")]
public sealed record ModelShape(
    [property: Id(0)] int VocabularySize,
    [property: Id(1)] int Embedding,
    [property: Id(2)] int Hidden,
    [property: Id(3)] int Layers);
