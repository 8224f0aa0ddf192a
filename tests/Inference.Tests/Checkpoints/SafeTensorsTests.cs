using System.Buffers.Binary;
using System.Text;
using CsCheck;
using MusicGen.Inference.Checkpoints;

namespace MusicGen.Inference.Tests.Checkpoints;

public sealed class SafeTensorsTests
{
    private const string Entry = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    private static readonly Gen<StoredTensor> AnyTensor = Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 8], Gen.Enum<TensorType>(), Gen.Int[0, 4].Array[0, 3])
        .SelectMany((name, type, shape) => Gen.Byte.Array[shape.Aggregate(StoredTensor.SizeOf(type), (size, count) => size * count)]
            .Select(content => new StoredTensor(name, type, [.. shape.Select(count => (long)count)], content)));

    private static readonly Gen<StoredTensor[]> AnyTensors = AnyTensor.Array[0, 6].Select(tensors => tensors.DistinctBy(tensor => tensor.Name).ToArray());

    [Fact]
    public void Read_OfWhatWriteWrote_GivesTheTensors() => AnyTensors.Sample(tensors =>
    {
        var read = SafeTensors.Read(SafeTensors.Write(tensors));

        Assert.Equal(tensors.Length, read.Tensors.Count);
        foreach (var tensor in tensors)
        {
            var found = read.Require(tensor.Name, tensor.Type, [.. tensor.Shape]);
            Assert.Equal(tensor.Content.ToArray(), found.Content.ToArray());
        }
    });

    [Fact]
    public void Read_OfWhatWriteWrote_WritesTheSameBytesAgain() => AnyTensors.Sample(tensors =>
    {
        var file = SafeTensors.Write(tensors);

        var nonEmpty = SafeTensors.Read(file).Tensors.Where(tensor => tensor.Content.Length > 0);
        Assert.Equal(SafeTensors.Write(tensors.Where(tensor => tensor.Content.Length > 0)), SafeTensors.Write(nonEmpty));
    });

    [Fact]
    public void Write_Numbers_LaysThemOutAsTheFormatSays()
    {
        var file = SafeTensors.Write([StoredTensor.Of("a", [1f, -2f], 2)]);

        var header = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        Assert.Equal(Entry, Encoding.UTF8.GetString(file.AsSpan(8, header)).TrimEnd());
        Assert.Equal(0, header % 8);
        Assert.Equal([0, 0, 128, 63, 0, 0, 0, 192], file[(8 + header)..]);
    }

    [Fact]
    public void Read_OfAMutatedFile_IsRefusedOrReadNeverAnythingElse() =>
        Gen.Select(AnyTensors, Gen.Select(Gen.Int[0, 4000], Gen.Byte).Array[1, 4], Gen.Int[-3, 3]).Sample((tensors, edits, growth) =>
        {
            var file = SafeTensors.Write(tensors);
            Array.Resize(ref file, Math.Max(0, file.Length + growth));
            foreach (var (at, value) in edits)
            {
                if (file.Length > 0) file[at % file.Length] = value;
            }

            try
            {
                var read = SafeTensors.Read(file);
                Assert.True(read.Tensors.Sum(tensor => (long)tensor.Content.Length) <= file.Length);
            }
            catch (CheckpointFormatException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }, iter: 20_000);

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""", "The header is not the JSON that safetensors asks for.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "Tensor a begins at 4; the one before it ends at 0.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "Tensor b begins at 4; the one before it ends at 8.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "The tensors end at 4; the file has 8 bytes of tensors.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "Tensor a ends at 12; the file has 8 bytes of tensors.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "Tensor a has the shape (3) of F32, but lies in bytes 0 to 8.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", "Tensor a has the shape (4294967296, 4294967296) of F32, but lies in bytes 0 to 8.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "Tensor a lacks a proper dtype, shape or data_offsets.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "Tensor a has the shape (2) of F32, but lies in bytes 8 to 0.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}""", "Tensor a lacks a proper dtype, shape or data_offsets.")]
    [InlineData("""{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}""", "Tensor a has the type F16, which is none of U8, F32, F64, I64.")]
    [InlineData("""{"a":{"dtype":"1","shape":[2],"data_offsets":[0,8]}}""", "Tensor a has the type 1, which is none of U8, F32, F64, I64.")]
    [InlineData("""{"a":7}""", "Tensor a lacks a proper dtype, shape or data_offsets.")]
    [InlineData("""{"\ud800":7}""", "The header is not the JSON that safetensors asks for.")]
    [InlineData("[]", "The header is not a JSON object.")]
    [InlineData("{", "The header is not the JSON that safetensors asks for.")]
    public void Read_OfAHostileHeader_NamesTheFault(string header, string reason)
    {
        var refused = Assert.Throws<CheckpointFormatException>(() => SafeTensors.Read(FileOf(header, new byte[8])));

        Assert.Equal(reason, refused.Message);
    }

    [Theory]
    [InlineData(ulong.MaxValue, "The header says that it has 18446744073709551615 bytes; at most 1048576 are read.")]
    [InlineData(9UL, "The header has 9 bytes, more than the file.")]
    public void Read_OfAHeaderLengthBeyondTheFile_IsRefused(ulong length, string reason)
    {
        var file = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);

        Assert.Equal(reason, Assert.Throws<CheckpointFormatException>(() => SafeTensors.Read(file)).Message);
    }

    [Fact]
    public void Read_OfEveryCutOfAFile_IsRefused()
    {
        var file = SafeTensors.Write([StoredTensor.Of("a", [1f, 2f], 2), StoredTensor.Of("b", [3L])]);

        for (var length = 0; length < file.Length; length++)
        {
            var cut = file.AsMemory(0, length);
            Assert.Throws<CheckpointFormatException>(() => SafeTensors.Read(cut));
        }
    }

    [Fact]
    public void Read_OfAFileWithMetadata_LeavesItOut()
    {
        var read = SafeTensors.Read(FileOf("""{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]));

        Assert.Equal("a", Assert.Single(read.Tensors).Name);
    }

    [Fact]
    public void Require_OfAnotherShape_NamesBoth()
    {
        var read = SafeTensors.Read(FileOf(Entry, new byte[8]));

        var refused = Assert.Throws<CheckpointFormatException>(() => read.Require("a", TensorType.F32, 1, 2));

        Assert.Equal("Tensor a has the shape (2), not (1, 2).", refused.Message);
    }

    private static byte[] FileOf(string header, byte[] content)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)Encoding.UTF8.GetByteCount(header));
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. content];
    }
}
