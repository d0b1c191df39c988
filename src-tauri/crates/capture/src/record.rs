use std::marker::PhantomData;
